// Every file is planned; those that can be are read in one go.
#include "draft_exports.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <set>

#include "core/text.hpp"
#include "input/formats/format.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

class ExportReader {
 public:
  ExportReader(const std::string& folder, const std::string& beside)
      : folder_(folder), beside_(beside) {}

  DraftExports read() {
    Invocation invocation;
    invocation.inputs = {folder_};
    invocation.threads = 1;
    read_all(resolve_dataset(invocation));
    return std::move(exports_);
  }

 private:
  void leave_out(const std::string& path, std::string_view why) {
    // Archives count once, whatever is in them.
    const std::string said = fmt::format("{}: {}", visible(relative(path)), visible(why));
    if (std::ranges::find(exports_.left_out, said) == exports_.left_out.end())
      exports_.left_out.push_back(said);
  }

  [[nodiscard]] std::string relative(const std::string& path) const {
    const fs::path base = beside_.empty() ? fs::path(".") : fs::path(beside_);
    return fs::path(path).lexically_normal().lexically_relative(base.lexically_normal()).string();
  }

  void read_all(const DatasetSpec& spec) {
    std::vector<InputSpec> readable;
    std::vector<ReadPlan> plans;
    std::string advice;
    for (const InputSpec& input : spec.inputs) {
      try {
        ReadPlan plan =
            plan_input(input, static_cast<std::uint32_t>(readable.size()), spec.options);
        if (plan.format->traits.unread || plan.format->traits.aside) {
          leave_out(input.location.path, plan.format->label);
          if (advice.empty()) advice = plan.format->advice;
          continue;
        }
        readable.push_back(input);
        plans.push_back(std::move(plan));
      } catch (const Error& error) {
        if (error.exit_code() == ExitCode::refused) throw;
        leave_out(input.location.path,
                  without_name(error.diagnostic().message, input.location.shown()));
      }
    }
    exports_.log = tiktok_kpi::read(readable, Finds::asked(), spec.options, exports_.finds);
    for (std::size_t i = 0; i < readable.size(); ++i) {
      const std::string& path = readable[i].location.path;
      if (exports_.log.inputs[i].failed) {
        leave_out(path, "it cannot be read");
        continue;
      }
      exports_.inputs.push_back(
          {std::move(plans[i]), static_cast<std::uint32_t>(i), relative(path)});
    }
    if (!exports_.inputs.empty()) return;
    throw Error(
        "not-supported",
        fmt::format(
            "{} holds no export that a report is made of{}", visible(folder_),
            exports_.left_out.empty() ? "" : fmt::format(" ({})", exports_.left_out.front())),
        advice.empty()
            ? fmt::format("tiktok-kpi inspect {} says what each file is", visible(folder_))
            : advice);
  }

  const std::string& folder_;
  const std::string& beside_;
  DraftExports exports_;
};

}  // namespace

bool DraftExports::warns(const DraftInput& input, std::string_view code) const {
  return log.inputs[input.ordinal].faults.entries().contains(std::string(code)) ||
         std::ranges::any_of(input.plan.warnings,
                             [&](const Diagnostic& warning) { return warning.code->id == code; });
}

std::pair<std::string, std::string> DraftExports::account_for(const DraftInput& input) const {
  const bool series = std::ranges::any_of(input.plan.records, [](const RecordPlan& records) {
    return records.kind == RecordKind::daily &&
           std::ranges::none_of(records.columns, [](const ColumnPlan& column) {
             return column.field == Field::creator;
           });
  });
  if (!series || !input.plan.creator.empty()) return {};
  const fs::path folder = fs::path(input.path).parent_path();
  std::set<std::string> beside;
  for (const DraftInput& other : inputs)
    if (fs::path(other.path).parent_path() == folder)
      if (const auto found = finds.accounts.find(other.ordinal); found != finds.accounts.end())
        beside.insert(found->second.begin(), found->second.end());
  if (beside.size() == 1) return {*beside.begin(), "the account of the posts beside it"};
  const std::string name = normal_handle(folder.filename().string());
  const bool handle = !name.empty() && std::ranges::all_of(name, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.' || c == '-';
  });
  if (!handle || !beside.empty()) return {};
  return {name, "the file does not say whose it is: the name of its folder, to be corrected"};
}

DraftExports read_draft_exports(const std::string& folder, const std::string& beside) {
  return ExportReader(folder, beside).read();
}

}  // namespace tiktok_kpi
