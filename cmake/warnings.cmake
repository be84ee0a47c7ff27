# Warnings and hardening, as one private interface target: consumers of the library see none of it.
include(${CMAKE_CURRENT_LIST_DIR}/sanitizers.cmake)

add_library(tiktok_kpi_warnings INTERFACE)
target_link_libraries(tiktok_kpi_warnings INTERFACE tiktok_kpi_sanitizers)
target_compile_options(tiktok_kpi_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor
  -Woverloaded-virtual -Wimplicit-fallthrough
  $<$<BOOL:${TIKTOK_KPI_DEVELOPER_MODE}>:-Werror>
  -fstack-protector-strong
  # Some distributions predefine a lower level; needs optimisation, so only here.
  $<$<CONFIG:Release>:-U_FORTIFY_SOURCE>
  $<$<CONFIG:Release>:-D_FORTIFY_SOURCE=3>)
target_compile_definitions(tiktok_kpi_warnings INTERFACE _GLIBCXX_ASSERTIONS)
target_link_options(tiktok_kpi_warnings INTERFACE -Wl,-z,relro,-z,now)

# Position-independent code alone does not link a position-independent program.
include(CheckPIESupported)
check_pie_supported()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
# At a fixed address the many tables of instrumented code need no relocation: such a program starts in
# half the time, and tests start it a thousand times.
if(TIKTOK_KPI_SANITIZE MATCHES address)
  set(CMAKE_POSITION_INDEPENDENT_CODE OFF)
endif()
