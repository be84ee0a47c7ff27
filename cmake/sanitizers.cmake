# Sanitizers and fuzzing, as one private interface target. -fno-sanitize-recover: a finding fails its test.
set(TIKTOK_KPI_SANITIZE "" CACHE STRING "Sanitizers for every target, as -fsanitize= takes them")
option(TIKTOK_KPI_FUZZ "Build the fuzz targets with libFuzzer (clang only)" OFF)

add_library(tiktok_kpi_sanitizers INTERFACE)
if(TIKTOK_KPI_SANITIZE)
  target_compile_options(tiktok_kpi_sanitizers INTERFACE
    -fsanitize=${TIKTOK_KPI_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer
    # GCC's flow analysis loses its way in instrumented code; the optimised build keeps this warning.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_link_options(tiktok_kpi_sanitizers INTERFACE -fsanitize=${TIKTOK_KPI_SANITIZE})
endif()
if(TIKTOK_KPI_FUZZ)
  target_compile_options(tiktok_kpi_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(tiktok_kpi_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()
