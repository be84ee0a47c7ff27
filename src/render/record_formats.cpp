// Look-up in the table of record formats.
#include <algorithm>

#include "render/record_writer.hpp"
#include "render/renderers.hpp"

namespace tiktok_kpi {

const RecordFormat* find_record_format(std::string_view id) {
  const auto found = std::ranges::find(record_formats, id, &RecordFormat::id);
  return found != record_formats.end() ? *found : nullptr;
}

const RecordFormat* record_format_for_extension(std::string_view path) {
  const auto found = std::ranges::find_if(record_formats, [&](const RecordFormat* row) {
    return has_extension(path, row->extensions);
  });
  return found != record_formats.end() ? *found : nullptr;
}

}  // namespace tiktok_kpi
