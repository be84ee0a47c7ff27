#pragma once
// Bytes of an input: files, pipes, gzip and zstd streams, members of zip archives; always as UTF-8
// text.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tiktok_kpi {

/// Sequential bytes. Throws Error on read errors and broken archives.
class ByteStream {
 public:
  virtual ~ByteStream() = default;
  /// Fills up to `capacity` bytes; 0 only at the end.
  virtual std::size_t read(char* to, std::size_t capacity) = 0;
};

/// One thing to read. A zip archive becomes one Location per member.
struct Location {
  std::string path;    ///< as shown to people; "-" is standard input
  std::string member;  ///< name inside a zip archive, else empty
  /// What is read instead of the file: the part of a campaign file that holds posts.
  std::shared_ptr<const std::string> text{};
  [[nodiscard]] std::string shown() const { return member.empty() ? path : path + ":" + member; }
  [[nodiscard]] bool reopenable() const { return path != "-"; }
};

struct StreamLimits {
  /// Decompression may produce 200 times its input after the first 16 MiB, and no more than this in
  /// all.
  std::uint64_t max_decompressed = 0;  ///< 0: only the ratio counts
};

/// Opens the decoded bytes (gzip and zstd are recognised by their first bytes). Throws Error
/// ("no-such-file", "wrong-type", "limit-exceeded").
[[nodiscard]] std::unique_ptr<ByteStream> open_location(const Location& location,
                                                        const StreamLimits& limits);

/// The location itself, or its members when it is a zip archive (not an XLSX workbook).
[[nodiscard]] std::vector<Location> expand_archive(const std::string& path);

/// "utf-8", "utf-8-bom", "utf-16le", "utf-16be" or "windows-1252", from the first bytes of a text.
[[nodiscard]] std::string_view guess_encoding(std::string_view head);

/// Converts what `bytes` yields to UTF-8. UTF-8 passes as it is (readers repair bad bytes where
/// text is kept).
[[nodiscard]] std::unique_ptr<ByteStream> to_utf8(std::unique_ptr<ByteStream> bytes,
                                                  std::string_view encoding);

/// Puts bytes that were already read in front of a stream, or of nothing.
[[nodiscard]] std::unique_ptr<ByteStream> with_head(std::string head,
                                                    std::unique_ptr<ByteStream> rest);

}  // namespace tiktok_kpi
