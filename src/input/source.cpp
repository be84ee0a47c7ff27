// Streams of bytes, one decoder in front of the other. Read from descriptors into reused buffers:
// mapping files was slower and kept whole files resident.
#include "input/source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <minizip/unzip.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

constexpr std::size_t chunk = 128 * 1024;
constexpr std::uint64_t free_output = 16ULL << 20U;
constexpr std::uint64_t max_ratio = 200;

class FileStream : public ByteStream {
 public:
  explicit FileStream(const std::string& path) : path_(path) {
    if (path == "-") {
      descriptor_ = STDIN_FILENO;
      return;
    }
    descriptor_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor_ < 0)
      throw Error("no-such-file", fmt::format("cannot open {}: {}", path, std::strerror(errno)));
    struct stat status {};
    if (::fstat(descriptor_, &status) == 0 && S_ISDIR(status.st_mode)) {
      ::close(descriptor_);
      throw Error("wrong-type", fmt::format("{} is a folder", path));
    }
#ifdef POSIX_FADV_SEQUENTIAL
    ::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL);
#endif
  }
  ~FileStream() override {
    if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
  }
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  std::size_t read(char* to, std::size_t capacity) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, to, capacity);
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR)
        throw Error("no-such-file", fmt::format("cannot read {}: {}", path_, std::strerror(errno)));
    }
  }

 private:
  std::string path_;
  int descriptor_ = -1;
};

class HeadStream : public ByteStream {
 public:
  HeadStream(std::string head, std::unique_ptr<ByteStream> rest)
      : head_(std::move(head)), rest_(std::move(rest)) {}
  std::size_t read(char* to, std::size_t capacity) override {
    if (at_ < head_.size()) {
      const std::size_t count = std::min(capacity, head_.size() - at_);
      std::memcpy(to, head_.data() + at_, count);
      at_ += count;
      return count;
    }
    return rest_ ? rest_->read(to, capacity) : 0;
  }

 private:
  std::string head_;
  std::size_t at_ = 0;
  std::unique_ptr<ByteStream> rest_;
};

/// Counts what a decoder takes and gives, and stops archive bombs while they unfold.
class RatioGuard {
 public:
  RatioGuard(std::string name, const StreamLimits& limits)
      : name_(std::move(name)), limits_(limits) {}
  void took(std::uint64_t bytes) { in_ += bytes; }
  void gave(std::uint64_t bytes) {
    out_ += bytes;
    if (limits_.max_decompressed > 0 ? out_ > limits_.max_decompressed
                                     : out_ > free_output && out_ / max_ratio > in_)
      throw Error("limit-exceeded",
                  fmt::format("{} unpacks to more than {} MiB from {} KiB", name_, (out_ >> 20U),
                              (in_ >> 10U) + 1),
                  "use --max-input BYTES for an archive you trust");
  }

 private:
  std::string name_;
  StreamLimits limits_;
  std::uint64_t in_ = 0;
  std::uint64_t out_ = 0;
};

class GzipStream : public ByteStream {
 public:
  GzipStream(std::unique_ptr<ByteStream> from, const std::string& name, const StreamLimits& limits)
      : from_(std::move(from)), name_(name), guard_(name, limits), buffer_(chunk) {
    if (::inflateInit2(&state_, 15 + 32) != Z_OK) throw Error("internal", "zlib cannot start");
  }
  ~GzipStream() override { ::inflateEnd(&state_); }
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  std::size_t read(char* to, std::size_t capacity) override {
    capacity = std::min<std::size_t>(capacity, 1U << 30U);
    state_.next_out = reinterpret_cast<Bytef*>(to);
    state_.avail_out = static_cast<uInt>(capacity);
    while (state_.avail_out == capacity) {
      if (state_.avail_in == 0) {
        const std::size_t got = from_->read(buffer_.data(), buffer_.size());
        if (got == 0) {
          if (between_members_) return 0;
          throw Error("wrong-type", fmt::format("{} ends in the middle of its gzip data", name_),
                      "download it again");
        }
        guard_.took(got);
        state_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
        state_.avail_in = static_cast<uInt>(got);
      }
      if (between_members_) {  // gzip files may be members one after the other
        ::inflateReset(&state_);
        between_members_ = false;
      }
      const int code = ::inflate(&state_, Z_NO_FLUSH);
      if (code == Z_STREAM_END)
        between_members_ = true;
      else if (code != Z_OK && code != Z_BUF_ERROR)
        throw Error("wrong-type", fmt::format("{} is damaged gzip data", name_),
                    "download it again");
    }
    const std::size_t given = capacity - state_.avail_out;
    guard_.gave(given);
    return given;
  }

 private:
  std::unique_ptr<ByteStream> from_;
  std::string name_;
  RatioGuard guard_;
  std::vector<char> buffer_;
  z_stream state_{};
  bool between_members_ = false;
};

class ZstdStream : public ByteStream {
 public:
  ZstdStream(std::unique_ptr<ByteStream> from, const std::string& name, const StreamLimits& limits)
      : from_(std::move(from)),
        name_(name),
        guard_(name, limits),
        buffer_(chunk),
        state_(::ZSTD_createDStream()) {
    ::ZSTD_DCtx_setParameter(state_, ZSTD_d_windowLogMax, 27);  // 128 MiB of memory at most
  }
  ~ZstdStream() override { ::ZSTD_freeDStream(state_); }
  ZstdStream(const ZstdStream&) = delete;
  ZstdStream& operator=(const ZstdStream&) = delete;

  std::size_t read(char* to, std::size_t capacity) override {
    ZSTD_outBuffer out{to, capacity, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size) {
        in_ = {buffer_.data(), from_->read(buffer_.data(), buffer_.size()), 0};
        if (in_.size == 0) {
          if (done_) return 0;
          throw Error("wrong-type", fmt::format("{} ends in the middle of its zstd data", name_),
                      "download it again");
        }
        guard_.took(in_.size);
      }
      const std::size_t code = ::ZSTD_decompressStream(state_, &out, &in_);
      if (::ZSTD_isError(code) != 0)
        throw Error("wrong-type",
                    fmt::format("{} is damaged zstd data: {}", name_, ::ZSTD_getErrorName(code)));
      done_ = code == 0;
    }
    guard_.gave(out.pos);
    return out.pos;
  }

 private:
  std::unique_ptr<ByteStream> from_;
  std::string name_;
  RatioGuard guard_;
  std::vector<char> buffer_;
  ZSTD_DStream* state_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool done_ = true;
};

class ZipMemberStream : public ByteStream {
 public:
  ZipMemberStream(const Location& location, const StreamLimits& limits)
      : name_(location.shown()), guard_(name_, limits), file_(::unzOpen64(location.path.c_str())) {
    if (file_ == nullptr || ::unzLocateFile(file_, location.member.c_str(), 1) != UNZ_OK ||
        ::unzOpenCurrentFile(file_) != UNZ_OK) {
      if (file_ != nullptr) ::unzClose(file_);
      throw Error("wrong-type", fmt::format("cannot read {}", name_),
                  "the archive may be damaged or encrypted");
    }
    unz_file_info64 info{};
    ::unzGetCurrentFileInfo64(file_, &info, nullptr, 0, nullptr, 0, nullptr, 0);
    guard_.took(info.compressed_size);
  }
  ~ZipMemberStream() override {
    ::unzCloseCurrentFile(file_);
    ::unzClose(file_);
  }
  ZipMemberStream(const ZipMemberStream&) = delete;
  ZipMemberStream& operator=(const ZipMemberStream&) = delete;

  std::size_t read(char* to, std::size_t capacity) override {
    const int got = ::unzReadCurrentFile(
        file_, to, static_cast<unsigned>(std::min<std::size_t>(capacity, 1U << 30U)));
    if (got < 0)
      throw Error("wrong-type", fmt::format("{} is damaged", name_), "download the archive again");
    guard_.gave(static_cast<std::uint64_t>(got));
    return static_cast<std::size_t>(got);
  }

 private:
  std::string name_;
  RatioGuard guard_;
  unzFile file_;
};

void append_utf8(std::string& out, std::uint32_t code) {
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0U | (code >> 6U)));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | (code >> 12U)));
    out.push_back(static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  } else {
    out.push_back(static_cast<char>(0xF0U | (code >> 18U)));
    out.push_back(static_cast<char>(0x80U | ((code >> 12U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)));
    out.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
  }
}

/// Windows code page 1252, bytes 0x80 to 0x9F; undefined ones become U+FFFD.
constexpr std::array<std::uint16_t, 32> windows_1252{
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

enum class Encoding : std::uint8_t { utf16le, utf16be, windows1252 };

class TranscodedStream : public ByteStream {
 public:
  TranscodedStream(std::unique_ptr<ByteStream> from, Encoding encoding)
      : from_(std::move(from)), encoding_(encoding), buffer_(chunk) {}
  std::size_t read(char* to, std::size_t capacity) override {
    while (at_ == text_.size()) {
      text_.clear();
      at_ = 0;
      const std::size_t got = from_->read(buffer_.data(), buffer_.size());
      if (got == 0) {
        if (half_ || pending_ != 0) append_utf8(text_, 0xFFFD), half_ = false, pending_ = 0;
        if (text_.empty()) return 0;
        break;
      }
      convert({buffer_.data(), got});
    }
    const std::size_t count = std::min(capacity, text_.size() - at_);
    std::memcpy(to, text_.data() + at_, count);
    at_ += count;
    return count;
  }

 private:
  void convert(std::string_view bytes) {
    for (const char c : bytes) {
      const unsigned byte = static_cast<unsigned char>(c);
      if (encoding_ == Encoding::windows1252) {
        append_utf8(text_, byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80U] : byte);
        continue;
      }
      if (!half_) {
        first_ = byte;
        half_ = true;
        continue;
      }
      half_ = false;
      const auto unit = static_cast<std::uint32_t>(
          encoding_ == Encoding::utf16le ? first_ | (byte << 8U) : (first_ << 8U) | byte);
      if (pending_ != 0) {
        if (unit >= 0xDC00 && unit < 0xE000) {
          append_utf8(text_, 0x10000U + ((pending_ - 0xD800U) << 10U) + (unit - 0xDC00U));
          pending_ = 0;
          continue;
        }
        append_utf8(text_, 0xFFFD);
        pending_ = 0;
      }
      if (unit >= 0xD800 && unit < 0xDC00)
        pending_ = unit;
      else
        append_utf8(text_, unit >= 0xDC00 && unit < 0xE000 ? 0xFFFDU : unit);
    }
  }

  std::unique_ptr<ByteStream> from_;
  Encoding encoding_;
  std::vector<char> buffer_;
  std::string text_;
  std::size_t at_ = 0;
  std::uint32_t pending_ = 0;
  unsigned first_ = 0;
  bool half_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> open_location(const Location& location, const StreamLimits& limits) {
  if (location.text) return with_head(*location.text, nullptr);
  if (!location.member.empty()) return std::make_unique<ZipMemberStream>(location, limits);
  std::unique_ptr<ByteStream> stream = std::make_unique<FileStream>(location.path);
  std::string head(4, '\0');
  std::size_t got = 0;
  while (got < head.size()) {
    const std::size_t more = stream->read(head.data() + got, head.size() - got);
    if (more == 0) break;
    got += more;
  }
  head.resize(got);
  const bool gzip = head.starts_with("\x1F\x8B");
  const bool zstd = head.starts_with("\x28\xB5\x2F\xFD");
  stream = with_head(std::move(head), std::move(stream));
  if (gzip) return std::make_unique<GzipStream>(std::move(stream), location.path, limits);
  if (zstd) return std::make_unique<ZstdStream>(std::move(stream), location.path, limits);
  return stream;
}

std::vector<Location> expand_archive(const std::string& path) {
  if (path == "-") return {{path, {}}};
  {
    FileStream file(path);
    std::array<char, 4> magic{};
    const std::size_t got = file.read(magic.data(), magic.size());
    if (std::string_view(magic.data(), got) != "PK\x03\x04") return {{path, {}}};
  }
  const unzFile zip = ::unzOpen64(path.c_str());
  if (zip == nullptr)
    throw Error("wrong-type",
                fmt::format("{} looks like a zip archive, but cannot be opened", path),
                "download it again");
  std::vector<Location> members;
  bool workbook = false;
  constexpr std::size_t most_members = 10'000;
  for (int code = ::unzGoToFirstFile(zip); code == UNZ_OK && members.size() < most_members;
       code = ::unzGoToNextFile(zip)) {
    std::array<char, 1024> name{};
    unz_file_info64 info{};
    if (::unzGetCurrentFileInfo64(zip, &info, name.data(), name.size() - 1, nullptr, 0, nullptr,
                                  0) != UNZ_OK)
      break;
    const std::string_view text(name.data());
    if (text == "[Content_Types].xml") workbook = true;
    if (text.ends_with('/') || text.find("__MACOSX") != std::string_view::npos ||
        text.starts_with('.'))
      continue;
    members.push_back({path, std::string(text)});
  }
  ::unzClose(zip);
  if (workbook)
    throw Error("wrong-type", fmt::format("{} is an Excel workbook (XLSX), not CSV", path),
                "save the sheet as CSV (UTF-8), or export as CSV again");
  std::ranges::sort(members, {}, &Location::member);
  return members;
}

std::string_view guess_encoding(std::string_view head) {
  if (head.starts_with("\xEF\xBB\xBF")) return "utf-8-bom";
  if (head.starts_with("\xFF\xFE")) return "utf-16le";
  if (head.starts_with("\xFE\xFF")) return "utf-16be";
  // ASCII text in UTF-16 has a zero in every other byte.
  std::size_t even = 0;
  std::size_t odd = 0;
  const std::size_t looked = std::min<std::size_t>(head.size(), 4096);
  for (std::size_t i = 0; i < looked; ++i)
    if (head[i] == '\0') ++(i % 2 == 0 ? even : odd);
  if (looked >= 4 && odd * 5 > looked && even * 20 < looked) return "utf-16le";
  if (looked >= 4 && even * 5 > looked && odd * 20 < looked) return "utf-16be";
  // The head may end inside a character: up to three bytes of an unfinished one are no evidence.
  for (std::size_t cut = 0; cut < 4 && cut <= head.size(); ++cut)
    if (is_valid_utf8(head.substr(0, head.size() - cut))) return "utf-8";
  // Mostly valid UTF-8 with a few broken bytes is damaged UTF-8, not another encoding.
  std::size_t high = 0;
  std::size_t lead_ok = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const auto byte = static_cast<unsigned char>(head[i]);
    if (byte < 0x80) continue;
    ++high;
    const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0;
    if (length > 0 && i + length <= head.size() && is_valid_utf8(head.substr(i, length))) {
      lead_ok += length;
      high += length - 1;
      i += length - 1;
    }
  }
  return lead_ok * 2 > high ? "utf-8" : "windows-1252";
}

std::unique_ptr<ByteStream> to_utf8(std::unique_ptr<ByteStream> bytes, std::string_view encoding) {
  if (encoding == "utf-16le")
    return std::make_unique<TranscodedStream>(std::move(bytes), Encoding::utf16le);
  if (encoding == "utf-16be")
    return std::make_unique<TranscodedStream>(std::move(bytes), Encoding::utf16be);
  if (encoding == "windows-1252")
    return std::make_unique<TranscodedStream>(std::move(bytes), Encoding::windows1252);
  return bytes;
}

std::unique_ptr<ByteStream> with_head(std::string head, std::unique_ptr<ByteStream> rest) {
  return std::make_unique<HeadStream>(std::move(head), std::move(rest));
}

}  // namespace tiktok_kpi
