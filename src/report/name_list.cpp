#include "report/name_list.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tiktok_kpi {

std::string first_names(const std::vector<std::string>& names) {
  constexpr std::size_t most_named = 5;
  const std::size_t named = std::min(names.size(), most_named);
  std::string list;
  for (std::size_t i = 0; i < named; ++i) list += (i == 0 ? "" : ", ") + names[i];
  if (names.size() > named) list += fmt::format(" and {} more", names.size() - named);
  return list;
}

}  // namespace tiktok_kpi
