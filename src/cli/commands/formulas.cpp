// formulas: the metrics and their language. list and show print the table, eval works one formula
// out, test runs worked examples.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "analysis/attribution_vectors.hpp"
#include "cli/commands/commands.hpp"
#include "cli/output.hpp"
#include "cli/reference.hpp"
#include "cli/shared_options.hpp"
#include "core/text.hpp"
#include "input/source.hpp"
#include "metrics/argument_posts.hpp"
#include "metrics/arguments.hpp"
#include "metrics/formula.hpp"
#include "metrics/registry.hpp"
#include "metrics/vectors.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

struct FormulaOptions {
  OutputOptions output;
  std::string metric;               ///< show
  std::string expression;           ///< eval
  std::vector<std::string> values;  ///< eval: NAME=VALUE
  std::string missing = "strict";
  bool verbose = false;
  std::string file;  ///< test
  std::string only;
};

void print(std::string_view text) {
  StandardOutput out;
  out.write(text);
}

ExitCode list_metrics(const FormulaOptions& options) {
  const Document document = metrics_list();
  check_outputs(options.output, {});
  check_columns(document, options.output, {});
  write_document(document, options.output, true, {});
  return ExitCode::done;
}

ExitCode show_metric(const FormulaOptions& options) {
  print(metric_in_words(metric(options.metric)));
  return ExitCode::done;
}

/// "300", "4%", "null", true, false, a JSON list or object; anything else is text.
Argument parse_value(const std::string& text) {
  if (text.empty() || text == "null") return Quantity::missing(MissingReason::unknown);
  if (text == "true" || text == "false") return Quantity::flag(text == "true");
  if (text.starts_with('[') || text.starts_with('{') || text.starts_with('"'))
    return parse_json_value(text);
  const bool percent = text.ends_with('%');
  if (const auto number = Rational::parse(text.substr(0, text.size() - (percent ? 1 : 0)))) {
    const auto value = percent ? divide(*number, Rational(100)) : number;
    if (value) return Quantity::exact(*value, Unit::none);
  }
  return Quantity::label(text);
}

Arguments parse_values(const std::vector<std::string>& texts) {
  Arguments arguments;
  for (const std::string& text : texts) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
      throw Error("bad-option", fmt::format("\"{}\" gives no name a value", visible(text)),
                  "write NAME=VALUE, such as likes=12");
    const std::string name = text.substr(0, equals);
    if (arguments.has(name))
      throw Error("bad-option", fmt::format("{} is given twice", visible(name)),
                  "one value for each name");
    arguments.set(name, parse_value(text.substr(equals + 1)));
  }
  return arguments;
}

MissingMode missing_mode(const std::string& word) {
  return word == "partial" ? MissingMode::partial
         : word == "zero"  ? MissingMode::zero
                           : MissingMode::strict;
}

std::string in_words(const Argument& value) {
  if (!value.is_null()) return to_json(value);
  return fmt::format("undefined ({})", name_of(value.figure.reason()));
}

/// The formula with a caret, on stderr.
ExitCode refuse(const std::string& expression, Diagnostic fault, const OutputOptions& output) {
  PrintedDiagnostic printed;
  printed.path = "formula";
  printed.column = count_characters(std::string_view(expression).substr(0, fault.place.offset)) + 1;
  printed.excerpt = expression;
  printed.diagnostic = std::move(fault);
  print_diagnostics({printed}, output);
  return printed.diagnostic.code->exit;
}

ExitCode evaluate_formula(const FormulaOptions& options) {
  const Arguments arguments = parse_values(options.values);
  Settings settings;
  settings.missing = missing_mode(options.missing);
  // A metric by its id is worked out as its formula test would be.
  if (const Metric* metric = find_metric(options.expression);
      metric != nullptr && !arguments.has(options.expression)) {
    Arguments inputs = arguments;
    if (!inputs.has("missing")) inputs.set("missing", Quantity::label(options.missing));
    print(in_words(evaluate(*metric, inputs, settings)) + "\n");
    if (options.verbose) print(fmt::format("  {} = {}\n", metric->id, metric->formula));
    return ExitCode::done;
  }
  std::vector<std::string_view> names;
  for (const auto& [name, value] : arguments.values) names.push_back(name);
  Diagnostic fault;
  const auto formula = Formula::parse(options.expression, names, fault);
  if (!formula) {
    if (fault.message.starts_with("there is nothing called") &&
        !fault.hint.starts_with("did you mean"))
      fault.hint = fmt::format("give it a value: {}=…; text is written in quotes",
                               options.expression.substr(fault.place.offset, fault.length));
    return refuse(options.expression, std::move(fault), options.output);
  }
  const Explained steps = explain(
      *formula, [&](std::string_view name) { return arguments.figure(name); }, settings.missing);
  print(in_words(steps.value) + "\n");
  if (options.verbose) print(to_text(steps));
  return ExitCode::done;
}

std::string read_file(const std::string& path) {
  const auto stream = open_location({path, {}}, {});
  std::string text;
  std::vector<char> buffer(64 * 1024);
  for (std::size_t got = 0; (got = stream->read(buffer.data(), buffer.size())) > 0;)
    text.append(buffer.data(), got);
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

ExitCode test_formulas(const FormulaOptions& options) {
  const std::vector<std::string> only = split_commas(options.only);
  const std::string file = read_file(options.file);
  std::optional<VectorReport> journeys = run_attribution_vectors(file, only);
  if (!journeys)
    for (const std::string& id : only) (void)metric(id);
  const VectorReport report = journeys ? *std::move(journeys) : run_vectors(file, only, Settings{});
  std::string text;
  for (const VectorResult& result : report.results)
    if (!result.ok)
      text += fmt::format("{}[{}] {}: {}\n", visible(options.file), result.index,
                          visible(result.metric), visible(result.message));
  if (!report.unknown_metrics.empty())
    text += fmt::format("no such metric: {}\n", visible(joined(report.unknown_metrics)));
  std::vector<std::string> untested;
  for (const std::string& id : only)
    if (std::ranges::find(report.results, id, &VectorResult::metric) == report.results.end())
      untested.push_back(id);
  if (!untested.empty()) text += fmt::format("no test of: {}\n", joined(untested));
  print(text + fmt::format("{} passed, {} failed\n", report.results.size() - report.failed,
                           report.failed));
  return report.ok() && untested.empty() ? ExitCode::done
                                         : diagnostic_code("formula-test-failed").exit;
}

std::function<ExitCode()> prepare_formulas(CLI::App& app) {
  const auto options = std::make_shared<FormulaOptions>();
  const auto chosen = std::make_shared<std::function<ExitCode()>>();
  app.require_subcommand(1);
  const auto add = [&](const char* name, const char* help,
                       ExitCode (*function)(const FormulaOptions&)) {
    CLI::App* sub = app.add_subcommand(name, help);
    sub->callback([options, chosen, function] {
      *chosen = [options, function] { return function(*options); };
    });
    return sub;
  };
  add_output_options(
      *add("list", "Every metric with its unit, kind, formula and source", list_metrics),
      options->output);
  CLI::App* show =
      add("show", "One metric: definition, when it is undefined, example, benchmarks", show_metric);
  show->add_option("METRIC", options->metric, "Id of a metric")->required()->type_name("");
  CLI::App* eval =
      add("eval", "Works out a formula, or a metric by its id, from values", evaluate_formula);
  eval->add_option("EXPR", options->expression, "A formula, such as 'likes / views'")
      ->required()
      ->type_name("");
  eval->add_option("VALUES", options->values, "Values of its names: likes=12 rate=4% shares=null")
      ->type_name("NAME=VALUE");
  eval->add_option("--missing", options->missing, "What a missing value does")
      ->check(CLI::IsMember({"strict", "partial", "zero"}));
  eval->add_flag("-v,--verbose", options->verbose, "Every step");
  CLI::App* test = add("test", "Runs worked examples; exit 1 when one fails", test_formulas);
  test->add_option("FILE", options->file,
                   "JSON list of {metric, inputs, expected, tolerance} or {journeys, settings, "
                   "expected…}; - is standard input")
      ->required()
      ->type_name("");
  test->add_option("--only", options->only,
                   "Only the tests of these metrics, or of these attribution models")
      ->type_name("ID,…");
  return [chosen] { return (*chosen)(); };
}

}  // namespace

const Command formulas_command{"formulas",
                               "Metrics: list, show, eval a formula, test against worked examples",
                               prepare_formulas};

}  // namespace tiktok_kpi
