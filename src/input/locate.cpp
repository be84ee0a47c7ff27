// Reads forward with the current line kept, so that long files need no memory.
#include "input/locate.hpp"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <memory>

#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t longest_excerpt = 4096;

Located describe(const std::string& line, std::uint64_t line_number, std::size_t at) {
  Located located;
  std::string before = line.substr(0, at);
  if (line_number == 1 && before.starts_with("\xEF\xBB\xBF")) before.erase(0, 3);
  repair_utf8(before);
  located.at = {line_number, count_characters(before) + 1};
  const std::size_t begin = at > longest_excerpt / 2 ? at - longest_excerpt / 2 : 0;
  located.excerpt = line.substr(begin, longest_excerpt);
  located.excerpt_offset = at - begin;
  return located;
}

}  // namespace

std::vector<Located> locate(const Location& location, std::string_view encoding,
                            const std::vector<std::uint64_t>& offsets) {
  std::vector<Located> result(offsets.size());
  if (!location.reopenable() || offsets.empty()) return result;
  try {
    const auto stream = to_utf8(open_location(location, {}), encoding);
    std::vector<char> buffer(64 * 1024);
    std::string line;
    std::uint64_t line_number = 1;
    std::uint64_t line_begin = 0;
    std::size_t next = 0;
    const auto finish_line = [&] {
      while (next < offsets.size() && offsets[next] <= line_begin + line.size()) {
        result[next] =
            describe(line, line_number, static_cast<std::size_t>(offsets[next] - line_begin));
        ++next;
      }
    };
    while (next < offsets.size()) {
      const std::size_t got = stream->read(buffer.data(), buffer.size());
      if (got == 0) break;
      for (std::size_t i = 0; i < got && next < offsets.size(); ++i) {
        if (buffer[i] != '\n') {
          line.push_back(buffer[i]);
          continue;
        }
        finish_line();
        line_begin += line.size() + 1;
        line.clear();
        ++line_number;
      }
    }
    finish_line();
  } catch (const Error&) {
    // The file changed since it was read: the message stands without its line.
  }
  return result;
}

std::string sha256_of(const Location& location, std::uint64_t most) {
  if (!location.reopenable()) return {};
  struct stat status {};
  if (::stat(location.path.c_str(), &status) != 0 ||
      static_cast<std::uint64_t>(status.st_size) > most)
    return {};
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen(location.path.c_str(), "rb"), std::fclose);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   EVP_MD_CTX_free);
  if (!file || !context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) return {};
  std::vector<char> buffer(64 * 1024);
  for (std::size_t got = 0; (got = std::fread(buffer.data(), 1, buffer.size(), file.get())) > 0;)
    EVP_DigestUpdate(context.get(), buffer.data(), got);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &size);
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    text.push_back(digits[digest[i] >> 4U]);
    text.push_back(digits[digest[i] & 0xFU]);
  }
  return text;
}

}  // namespace tiktok_kpi
