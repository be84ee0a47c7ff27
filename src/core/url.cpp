// The URL parser of the standard without a base: only what tools print of a URL is kept.
#include "core/url.hpp"

#include <algorithm>
#include <array>

#include "core/load_bytes.hpp"
#include "core/text.hpp"
#include "core/url_host.hpp"

namespace tiktok_kpi {
namespace {

bool is_removed(char c) { return c == '\t' || c == '\n' || c == '\r'; }

/// Without blanks and control characters around it.
std::string_view trimmed(std::string_view url) {
  const auto is_outer = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!url.empty() && is_outer(url.front())) url.remove_prefix(1);
  while (!url.empty() && is_outer(url.back())) url.remove_suffix(1);
  return url;
}

struct Scheme {
  std::string_view name;
  int port = -1;  ///< of its own, or none
};
/// Schemes whose URLs always have a host (file: may have one), and where \ is /.
constexpr std::array special_schemes{Scheme{"http", 80}, Scheme{"https", 443}, Scheme{"ws", 80},
                                     Scheme{"wss", 443}, Scheme{"ftp", 21},    Scheme{"file"}};

const Scheme* special_scheme(std::string_view name) {
  const auto* found = std::ranges::find(special_schemes, name, &Scheme::name);
  return found != special_schemes.end() ? found : nullptr;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Letters, then letters, digits and + - . up to the colon, in lower case; empty when there is
/// none.
std::string scheme_of(std::string_view url) {
  std::string scheme;
  for (const char c : url) {
    if (c == ':') return scheme;
    const bool may_stand =
        is_letter(c) || (!scheme.empty() && (is_digit(c) || c == '+' || c == '-' || c == '.'));
    if (!may_stand) return {};
    scheme.push_back(lower(c));
  }
  return {};
}

/// "host:port" of an authority as a browser prints it; nothing when there is no such place.
std::optional<std::string> read_authority(std::string_view authority, const Scheme* special) {
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
    if (authority.empty()) return std::nullopt;
  }
  std::size_t colon = 0;
  for (bool bracket = false; colon < authority.size(); ++colon) {
    if (authority[colon] == '[') bracket = true;
    if (authority[colon] == ']') bracket = false;
    if (authority[colon] == ':' && !bracket) break;
  }
  const std::string_view name = authority.substr(0, colon);
  const bool has_port = colon < authority.size();
  if (name.empty() && (special != nullptr || has_port)) return std::nullopt;
  auto host = name.empty() ? std::optional<std::string>(std::string())
                           : parse_host(name, special == nullptr);
  if (!host || !has_port) return host;
  int port = 0;
  const std::string_view digits = authority.substr(colon + 1);
  for (const char c : digits) {
    if (!is_digit(c)) return std::nullopt;
    port = port * 10 + (c - '0');
    if (port > 65'535) return std::nullopt;
  }
  if (!digits.empty() && (special == nullptr || port != special->port))
    *host += ":" + std::to_string(port);
  return host;
}

bool is_drive(std::string_view text) {
  return text.size() == 2 && is_letter(text[0]) && (text[1] == ':' || text[1] == '|');
}

/// Host of what follows the scheme's colon; nothing when the URL is none. `rest` ends before the
/// query.
std::optional<std::string> read_host(std::string_view rest, std::string_view scheme,
                                     const Scheme* special) {
  const auto is_slash = [&](char c) { return c == '/' || (special != nullptr && c == '\\'); };
  std::size_t slashes = 0;
  while (slashes < rest.size() && is_slash(rest[slashes])) ++slashes;
  const bool is_file = scheme == "file";
  // http:host and http:////host are http://host; others have a host behind two slashes only.
  if ((special == nullptr || is_file) && slashes < 2) return std::string();
  rest.remove_prefix(special != nullptr && !is_file ? slashes : 2);
  const auto end = std::ranges::find_if(rest, is_slash);
  const std::string_view authority(rest.data(), static_cast<std::size_t>(end - rest.begin()));
  if (!is_file) return read_authority(authority, special);
  if (authority.empty() || is_drive(authority)) return std::string();
  auto host = parse_host(authority, false);
  if (host == "localhost") host->clear();
  return host;
}

/// Escapes a query as a browser prints it.
std::string escaped_query(std::string_view query, bool special) {
  std::string text;
  for (const char c : query) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '"' || c == '#' || c == '<' || c == '>' ||
        (special && c == '\''))
      append_escaped(text, byte);
    else
      text.push_back(c);
  }
  return text;
}

std::string unescaped(std::string_view raw) {
  std::string text;
  append_unescaped(text, raw);
  return text;
}

/// As in application/x-www-form-urlencoded: what is not letter, digit or one of *-._ is escaped.
void append_form_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (is_letter(c) || is_digit(c) || c == '*' || c == '-' || c == '.' || c == '_')
      out.push_back(c);
    else if (c == ' ')
      out.push_back('+');
    else
      append_escaped(out, static_cast<unsigned char>(c));
  }
}

}  // namespace

std::string_view query_of(std::string_view url) {
  url = trimmed(url);
  url = url.substr(0, url.find('#'));
  const std::size_t mark = url.find('?');
  return mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1);
}

std::optional<std::pair<std::string_view, std::string_view>> QueryReader::next() {
  while (!rest_.empty()) {
    const std::size_t end = std::min(rest_.find('&'), rest_.size());
    const std::string_view pair = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    // A pair of line breaks only is an empty one.
    if (std::ranges::all_of(pair, is_removed)) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    return std::pair(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
  }
  return std::nullopt;
}

bool needs_unescaping(std::string_view raw) {
  static constexpr auto changes = [] {
    std::array<bool, 256> table{};
    for (std::size_t byte = 0x80; byte < table.size(); ++byte) table[byte] = true;
    for (const char c : {'+', '%', '\t', '\n', '\r'}) table[static_cast<unsigned char>(c)] = true;
    return table;
  }();
  // Eight bytes at once, as long as there is nothing unusual among them.
  const auto has = [](std::uint64_t word, unsigned char byte) {
    const std::uint64_t x = word ^ eight_of(byte);
    return (x - eight_of(1)) & ~x & eight_of(0x80);
  };
  const char* at = raw.data();
  const char* const end = at + raw.size();
  for (; end - at >= 8; at += 8) {
    const std::uint64_t word = load_8(at);
    const std::uint64_t below_blank = (word - eight_of(' ')) & ~word;
    if ((((word | below_blank) & eight_of(0x80)) | has(word, '+') | has(word, '%')) != 0) break;
  }
  return std::any_of(at, end, [](char c) { return changes[static_cast<unsigned char>(c)]; });
}

void append_unescaped(std::string& out, std::string_view raw) {
  const std::size_t begin = out.size();
  bool ascii = true;
  for (std::size_t at = 0; at < raw.size(); ++at) {
    if (is_removed(raw[at])) continue;
    // An escape may be torn apart by a line break, which is gone before it is read.
    std::array<char, 3> escape{};
    std::size_t length = 0;
    std::size_t end = at;
    for (; raw[at] == '%' && end < raw.size() && length < escape.size(); ++end)
      if (!is_removed(raw[end])) escape[length++] = raw[end];
    if (const auto byte = escaped_byte({escape.data(), length})) {
      out.push_back(static_cast<char>(*byte));
      at = end - 1;
    } else {
      out.push_back(raw[at] == '+' ? ' ' : raw[at]);
    }
    ascii = ascii && static_cast<unsigned char>(out.back()) < 0x80;
  }
  if (ascii || is_valid_utf8(std::string_view(out).substr(begin))) return;
  std::string value = out.substr(begin);
  repair_utf8(value);
  out.replace(begin, std::string::npos, value);
}

Url parse_url(std::string_view text) {
  std::string clean(trimmed(text));
  std::erase_if(clean, is_removed);
  Url url;
  const std::string scheme = scheme_of(clean);
  const Scheme* special = special_scheme(scheme);
  const bool relative = scheme.empty();
  if (!relative) {
    std::string_view rest = std::string_view(clean).substr(scheme.size() + 1);
    rest = rest.substr(0, rest.find_first_of("?#"));
    const auto host = read_host(rest, scheme, special);
    url.absolute = host.has_value();
    url.host = host.value_or("");
  }
  const std::string_view query = query_of(clean);
  if (!query.empty()) url.search = "?" + escaped_query(query, relative || special != nullptr);
  QueryReader reader(query);
  while (const auto pair = reader.next())
    url.parameters.emplace_back(unescaped(pair->first), unescaped(pair->second));
  return url;
}

std::string with_parameters(std::string_view url,
                            const std::vector<std::pair<std::string, std::string>>& parameters) {
  url = trimmed(url);
  const std::string_view fragment = url.substr(std::min(url.find('#'), url.size()));
  const std::string_view query = query_of(url);
  const std::string_view page = url.substr(0, std::min(url.find_first_of("?#"), url.size()));
  std::string text;
  std::vector<bool> written(parameters.size(), false);
  const auto separate = [&] { text.push_back(text.empty() ? '?' : '&'); };
  const auto write = [&](std::size_t i) {
    if (written[i]) return;
    written[i] = true;
    separate();
    append_form_escaped(text, parameters[i].first);
    text.push_back('=');
    append_form_escaped(text, parameters[i].second);
  };
  QueryReader reader(query);
  while (const auto pair = reader.next()) {
    const std::string name = unescaped(pair->first);
    const auto set =
        std::ranges::find(parameters, name, &std::pair<std::string, std::string>::first);
    if (set != parameters.end()) {
      write(static_cast<std::size_t>(set - parameters.begin()));
      continue;
    }
    separate();
    text += pair->first;
    if (pair->first.data() + pair->first.size() != pair->second.data() || !pair->second.empty()) {
      text.push_back('=');
      text += pair->second;
    }
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) write(i);
  return std::string(page) + text + std::string(fragment);
}

}  // namespace tiktok_kpi
