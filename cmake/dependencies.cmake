# Third-party libraries, at the versions Debian 12 ships. One private interface target collects them.
find_package(fmt 9 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto)
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(UTF8PROC REQUIRED IMPORTED_TARGET libutf8proc)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(MINIZIP REQUIRED IMPORTED_TARGET minizip)
find_path(DATE_TZ_INCLUDE date/tz.h REQUIRED)
find_library(DATE_TZ_LIBRARY date-tz REQUIRED)

add_library(tiktok_kpi_dependencies INTERFACE)
target_include_directories(tiktok_kpi_dependencies SYSTEM INTERFACE ${DATE_TZ_INCLUDE})
target_link_libraries(tiktok_kpi_dependencies INTERFACE
  fmt::fmt CLI11::CLI11 nlohmann_json::nlohmann_json simdjson::simdjson ZLIB::ZLIB OpenSSL::Crypto
  Threads::Threads PkgConfig::UTF8PROC PkgConfig::ZSTD PkgConfig::MINIZIP ${DATE_TZ_LIBRARY})
