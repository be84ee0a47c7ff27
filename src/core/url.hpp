#pragma once
// URLs as browsers read them (WHATWG, URL Standard): a landing page may hold raw blanks and
// umlauts, broken escapes, upper-case schemes, backslashes. Two halves: the query of a URL without
// any allocation, for every order of a shop; the whole URL, for tools.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tiktok_kpi {

/// The raw query of a URL or relative reference: what stands between the first '?' and the first
/// '#', both excluded; blanks and control characters around the URL are not part of it. Empty
/// without a '?'. A view into `url`.
[[nodiscard]] std::string_view query_of(std::string_view url);

/// Reads the parameters of a raw query one by one, as application/x-www-form-urlencoded.
class QueryReader {
 public:
  explicit QueryReader(std::string_view query) : rest_(query) {}

  /// The next name and value, still escaped; nothing at the end. Empty ones (&&) are skipped; a
  /// name without '=' has an empty value.
  [[nodiscard]] std::optional<std::pair<std::string_view, std::string_view>> next();

 private:
  std::string_view rest_;
};

/// Appends the value of an escaped name or value: '+' is a blank, %XX a byte, a broken escape
/// itself; tabs and line breaks vanish; bytes that are no UTF-8 become U+FFFD. At most three bytes
/// for each byte of `raw`.
void append_unescaped(std::string& out, std::string_view raw);
/// Whether append_unescaped would change anything.
[[nodiscard]] bool needs_unescaping(std::string_view raw);

/// A URL taken apart.
struct Url {
  /// False for relative references and for what no browser would follow; the query is read all the
  /// same.
  bool absolute = false;
  std::string host;    ///< as a browser prints it: lower case, xn--, [::1], with a port that is not
                       ///< the scheme's own; empty for URLs without one
  std::string search;  ///< '?' and the query, escaped as a browser does; empty when nothing follows
  std::vector<std::pair<std::string, std::string>> parameters;  ///< in order, repeats included
};
[[nodiscard]] Url parse_url(std::string_view text);

/// `url` with these parameters set: others of the same name are removed, the rest is kept as it was
/// written. The first of a name takes its place, new ones come last; a fragment stays at the end.
[[nodiscard]] std::string with_parameters(
    std::string_view url, const std::vector<std::pair<std::string, std::string>>& parameters);

}  // namespace tiktok_kpi
