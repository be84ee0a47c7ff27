# Warnings and hardening, as one private interface target: consumers of the library see none of it.
add_library(tiktok_kpi_warnings INTERFACE)
target_compile_options(tiktok_kpi_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough
  $<$<BOOL:${TIKTOK_KPI_DEVELOPER_MODE}>:-Werror>
  -fstack-protector-strong)
target_compile_definitions(tiktok_kpi_warnings INTERFACE
  _GLIBCXX_ASSERTIONS
  $<$<CONFIG:Release>:_FORTIFY_SOURCE=3>)
target_link_options(tiktok_kpi_warnings INTERFACE -Wl,-z,relro,-z,now)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
