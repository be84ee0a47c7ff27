#pragma once
// What planning a table and planning JSON have in common.
#include <string>
#include <string_view>
#include <vector>

#include "input/formats/format.hpp"
#include "input/planner.hpp"

namespace tiktok_kpi {

/// Most columns of a table; a header with more is refused.
inline constexpr std::size_t max_columns = 4096;
/// Deepest nesting of JSON; deeper documents are refused.
inline constexpr std::size_t max_json_depth = 128;

[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char mark);

/// One step of a JSON path: "name", "list[]" for every element, "list[key=name]" for the element
/// whose member `key` is `name`.
struct PathStep {
  std::string_view key;
  bool each = false;
  std::string_view choose_by, chosen;
};
[[nodiscard]] PathStep step_of(std::string_view step);
/// The path with every element instead of chosen ones, as `json_paths` writes it.
[[nodiscard]] std::string without_choices(std::string_view path);
/// Do the elements that the path chooses occur in the text?
[[nodiscard]] bool choices_occur(std::string_view path, std::string_view text);

/// Is the path (or header) among the sorted ones? A step "*" of the path stands for any one key.
[[nodiscard]] bool has_path(const std::vector<std::string>& sorted, std::string_view path);

/// "a&b|c": all of one alternative. `met` becomes the alternative that is met, for the explanation.
[[nodiscard]] bool needs_met(std::string_view needs, const std::vector<std::string>& sorted,
                             std::string_view prefix, std::string& met);

/// Does a normal header name the field, by its canonical name or a synonym? And any field of these
/// kinds?
[[nodiscard]] bool names_field(std::string_view normal, Field field);
[[nodiscard]] bool names_field_of(std::string_view normal, KindSet kinds);

/// Says null in JSON that there is a value, which is not known? Of what is none when it is absent.
[[nodiscard]] bool null_is_unknown(const ColumnPlan& column);

/// Yes in any source wins (sponsored, disclosed, branded_content, cancelled).
[[nodiscard]] bool is_either(Field field);
[[nodiscard]] RecordPlan& records_of(ReadPlan& plan, RecordKind kind);
/// Warns of counts of posts that no source has; `present` says whether a column plan's source
/// exists.
void warn_of_missing(ReadPlan& plan, const std::vector<Field>& present);

[[nodiscard]] ReadPlan plan_csv(const Head& head, const ReadOverrides& overrides);
[[nodiscard]] ReadPlan plan_json(const Head& head, const ReadOverrides& overrides);

}  // namespace tiktok_kpi
