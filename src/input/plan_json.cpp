// Plans for JSON: how documents follow each other, where the records stand in them, which path
// fills which field.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/text.hpp"
#include "input/blocks.hpp"
#include "input/formats/formats.hpp"
#include "input/plan_parts.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Contains the text, which is in lower case, in any case of ASCII letters.
bool contains_folded(std::string_view text, std::string_view folded) {
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::search(text.begin(), text.end(), folded.begin(), folded.end(), same) != text.end();
}

struct Choice {
  const Format* format = nullptr;
  std::string root;
  std::string met;
};

Choice choose(const std::vector<std::string>& paths, std::string_view text, const Format* forced) {
  Choice choice;
  for (const Format* format : formats) {
    if (format->shape != Shape::json || (forced != nullptr && format != forced)) continue;
    if (forced == nullptr && !format->says.empty() && !contains_folded(text, format->says))
      continue;
    for (const std::string_view root : split(format->roots, '|')) {
      const std::string prefix = root.empty() ? "" : fmt::format("{}.", root);
      if (needs_met(format->needs, paths, prefix, choice.met))
        return {format, std::string(root), fmt::format("keys {}", choice.met)};
    }
  }
  if (forced != nullptr) {
    // No needs are met: the first root that exists.
    for (const std::string_view root : split(forced->roots, '|'))
      if (root.empty() ||
          has_path(paths, root.substr(0, root.size() - (root.ends_with("[]") ? 2 : 0))) ||
          root == "[]")
        return {forced, std::string(root), "--input-format"};
  }
  return {};
}

/// Value of a number or word behind the first such key, without quotes.
std::string_view value_of(std::string_view text, std::string_view quoted_key) {
  std::size_t at = text.find(quoted_key);
  if (at == std::string_view::npos) return {};
  at = text.find_first_not_of(" \t\r\n:", at + quoted_key.size());
  if (at == std::string_view::npos) return {};
  const std::size_t end = json_value_end(text, at);
  std::string_view value = text.substr(at, end == std::string_view::npos ? end : end - at);
  if (value.starts_with('"') && value.size() >= 2) value = value.substr(1, value.size() - 2);
  return value;
}

/// An answer without records: the list of a known root is there and empty, and the answer is no
/// error.
Choice choose_empty(const std::vector<std::string>& paths, std::string_view text) {
  const std::string_view code = value_of(text, "\"code\"");
  if (!code.empty() && code != "0" && code != "ok") return {};
  for (const Format* format : formats) {
    if (format->shape != Shape::json || format->traits.unread) continue;
    for (const std::string_view root : split(format->roots, '|')) {
      if (!root.ends_with("[]") || root == "[]" ||
          !has_path(paths, root.substr(0, root.size() - 2)))
        continue;
      return {format, std::string(root),
              fmt::format("an empty list \"{}\"", root.substr(0, root.size() - 2))};
    }
  }
  return {};
}

[[noreturn]] void refuse(const Head& head, std::vector<std::string> paths) {
  const std::string_view code = value_of(head.text, "\"code\"");
  if (has_path(paths, "error") || has_path(paths, "error.code") ||
      (has_path(paths, "code") && has_path(paths, "message"))) {
    const std::string_view message = value_of(head.text, "\"message\"");
    throw Error(
        "error-body",
        fmt::format("{} is an error answer of an API, it holds no data{}{}{}", head.name,
                    code.empty() && message.empty() ? "" : ": ", visible(code.substr(0, 80)),
                    message.empty() ? "" : fmt::format(" {}", visible(message.substr(0, 200)))),
        "ask the API again");
  }
  if (has_path(paths, "nbformat"))
    throw Error("wrong-type", fmt::format("{} is a notebook (Jupyter), not an export", head.name),
                "export as CSV or JSON");
  paths.resize(std::min<std::size_t>(paths.size(), 8));
  throw Error("unknown-format",
              fmt::format("{} is JSON, but no known export; its keys begin: {}", head.name,
                          visible(fmt::format("{}", fmt::join(paths, ", ")))),
              "name the paths: --columns views=stats.plays,likes=stats.hearts");
}

/// Canonical JSON: every key of a record that is the name of a field or a known synonym.
void plan_by_names(ReadPlan& plan, RecordKind kind, const std::vector<std::string>& paths,
                   std::string_view prefix) {
  RecordPlan& records = records_of(plan, kind);
  for (const FieldRow& row : fields()) {
    if ((row.kinds & kind_bit(kind)) == 0) continue;
    std::uint8_t rank = 1;
    records.columns.push_back({std::string(row.name) + (row.type == FieldType::tags ? "[]" : ""),
                               0,
                               rank++,
                               is_either(row.field),
                               row.field,
                               '.',
                               {}});
    if (row.type == FieldType::tags)
      records.columns.push_back(
          {std::string(row.name), 0, rank++, is_either(row.field), row.field, '.', {}});
    for (const std::string& path : paths) {
      if (!path.starts_with(prefix)) continue;
      const std::string_view key = std::string_view(path).substr(prefix.size());
      if (key == row.name || key.find_first_of(".[") != std::string_view::npos ||
          !names_field(normal_header(key), row.field))
        continue;
      records.columns.push_back(
          {std::string(key), 0, rank++, is_either(row.field), row.field, '.', {}});
    }
  }
}

/// Elements of a top-level array are documents of their own, so its step is no part of the root.
std::string root_in_document(std::string_view root, JsonLayout layout) {
  if (layout != JsonLayout::array || !root.starts_with("[]")) return std::string(root);
  return std::string(root.size() > 2 ? root.substr(3) : std::string_view());
}

JsonLayout layout_of(std::string_view text, std::size_t begin) {
  if (text[begin] == '[') return JsonLayout::array;
  // A whole record in the first line, and another one below it. The brackets are not counted: the
  // first record may be damaged.
  const std::size_t line_end = std::min(text.find('\n', begin), text.size());
  const std::string_view line = trim_cell(text.substr(begin, line_end - begin));
  const std::size_t next = text.find_first_not_of(" \t\r\n", line_end);
  return line.ends_with('}') && next != std::string_view::npos && text[next] == '{'
             ? JsonLayout::lines
             : JsonLayout::documents;
}

}  // namespace

ReadPlan plan_json(const Head& head, const ReadOverrides& overrides) {
  const std::string_view text = head.text;
  ReadPlan plan;
  plan.shape = Shape::json;
  plan.encoding = head.encoding;
  plan.body = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  std::vector<std::string> paths = json_paths(text.substr(plan.body));
  std::ranges::sort(paths);
  const std::size_t begin = text.find_first_not_of(" \t\r\n", plan.body);
  plan.layout = layout_of(text, begin);
  Choice choice = choose(paths, text, find_format(overrides.format));
  if (choice.format == nullptr && paths.empty() && text[begin] == '[' && head.whole)
    choice = {&canonical_json, "[]", "an empty list"};
  if (choice.format == nullptr && !overrides.columns.empty())
    choice = {&canonical_json, text[begin] == '[' ? "[]" : "", "the column map"};
  if (choice.format == nullptr) choice = choose_empty(paths, text);
  if (choice.format == nullptr) refuse(head, std::move(paths));
  plan.format = choice.format;
  plan.why = choice.met;
  if (choice.format->traits.unread || choice.format->traits.aside) return plan;
  plan.root = root_in_document(choice.root, plan.layout);
  for (const auto& [name, path] : overrides.columns) {
    const FieldRow* row = find_field(name);
    if (row == nullptr)
      throw Error("unknown-column", fmt::format("\"{}\" is no column that can be mapped", name));
    records_of(plan, choice.format->kind)
        .columns.push_back({path, 0, 0, is_either(row->field), row->field, '.', {}});
  }
  const std::string prefix = choice.root.empty() ? "" : choice.root + ".";
  if (choice.format->sources.empty()) plan_by_names(plan, choice.format->kind, paths, prefix);
  for (const Source& source : choice.format->sources) {
    std::uint8_t rank = 1;
    for (const std::string_view path : split(source.names, '|')) {
      auto& columns = records_of(plan, source.kind).columns;
      columns.push_back(
          {std::string(path), 0, rank++, is_either(source.field), source.field, '.', {}});
      // Amounts in a list are added.
      columns.back().adds =
          row_of(source.field).type == FieldType::money && path.find("[]") != std::string::npos;
      columns.back().presence = source.presence;
    }
  }
  std::vector<Field> present;
  std::uint32_t ordinal = 0;
  for (RecordPlan& records : plan.records)
    for (ColumnPlan& column : records.columns) {
      column.column = ordinal++;
      // A list of amounts or codes is known when it is there, if empty.
      const bool list =
          records.kind >= RecordKind::order && column.source.find("[]") != std::string::npos;
      const std::string path = without_choices(column.source);
      column.seen = has_path(paths, prefix + (list ? path.substr(0, path.find('[')) : path)) &&
                    choices_occur(column.source, text);
      if (records.kind != RecordKind::post || column.seen) present.push_back(column.field);
    }
  if (choice.format->kind == RecordKind::post && !paths.empty() &&
      !choice.met.starts_with("an empty list"))
    warn_of_missing(plan, present);
  return plan;
}

}  // namespace tiktok_kpi
