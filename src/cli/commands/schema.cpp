// schema: what goes in and what comes out, for other programs.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>

#include "cli/commands/commands.hpp"
#include "cli/json_schemas.hpp"
#include "cli/output.hpp"
#include "cli/reference.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"
#include "input/campaign_reader.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct Schema {
  std::string_view id;
  std::string (*json_schema)();  ///< null: only a table
  Document (*table)();           ///< null: only JSON Schema
};

constexpr std::array schemas{
    Schema{"campaign", campaign_json_schema, nullptr},
    Schema{"report", report_json_schema, nullptr},
    Schema{"portfolio", portfolio_json_schema, nullptr},
    Schema{"compare", compare_json_schema, nullptr},
    Schema{"fields", fields_json_schema, fields_page},
    Schema{"formats", nullptr, input_formats},
};

struct SchemaOptions {
  std::string name;
  OutputOptions output;
};

ExitCode run(const SchemaOptions& options) {
  const auto schema = std::ranges::find(schemas, options.name, &Schema::id);
  if (schema == schemas.end()) {
    std::vector<std::string_view> known;
    for (const Schema& each : schemas) known.push_back(each.id);
    const std::string_view near = nearest(options.name, known);
    throw Error("unknown-name", fmt::format("there is no schema \"{}\"", visible(options.name)),
                near.empty() ? fmt::format("schemas: {}", fmt::join(known, ", "))
                             : fmt::format("did you mean {}?", near));
  }
  check_outputs(options.output, {});
  if (schema->table != nullptr &&
      (schema->json_schema == nullptr || !options.output.format.empty())) {
    const Document document = schema->table();
    check_columns(document, options.output, {});
    write_document(document, options.output, true, {});
    return ExitCode::done;
  }
  if (!options.output.format.empty() && options.output.format != "json")
    throw Error("bad-option", fmt::format("the schema \"{}\" is JSON Schema only", schema->id),
                "leave -f out");
  const std::string text = schema->json_schema();
  for (const std::string& file : options.output.files)
    if (file != "-") write_file(file, text, {});
  if (options.output.files.empty() ||
      std::ranges::find(options.output.files, "-") != options.output.files.end()) {
    StandardOutput out;
    out.write(text);
  }
  return ExitCode::done;
}

std::function<ExitCode()> prepare_schema(CLI::App& app) {
  const auto options = std::make_shared<SchemaOptions>();
  app.add_option(
         "NAME", options->name,
         "campaign, report, compare, fields or formats; fields and formats are tables with -f")
      ->required()
      ->type_name("");
  add_output_options(app, options->output);
  return [options] { return run(*options); };
}

}  // namespace

const Command schema_command{
    "schema", "JSON Schema of the campaign file, the report, the columns; the export formats",
    prepare_schema};

}  // namespace tiktok_kpi
