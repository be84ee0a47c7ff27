// Sources to sorted files. Everything that a campaign file names is checked twice: by its words (no
// .. that climbs out) and by where links really lead.
#include "input/paths.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <tuple>
#include <vector>

#include "core/text.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

namespace fs = std::filesystem;

bool is_pattern(std::string_view text) { return text.find('*') != std::string_view::npos; }
bool is_hidden(const fs::path& name) { return name.string().starts_with('.'); }

std::string_view words_for(fs::file_type type) {
  switch (type) {
    case fs::file_type::fifo: return "a pipe";
    case fs::file_type::socket: return "a socket";
    case fs::file_type::block:
    case fs::file_type::character: return "a device";
    default: return "no regular file";
  }
}

class Resolver {
 public:
  explicit Resolver(const PathRules& rules) : rules_(rules), base_(rules.folder) {
    if (!rules_.confined) return;
    std::error_code error;
    root_ = fs::canonical(base_.empty() ? fs::path(".") : base_, error);
  }

  void add(const SourceSpec& source, std::size_t index) {
    source_ = &source;
    index_ = index;
    const fs::path written(source.path);
    if (rules_.confined) check_words(written);
    const fs::path path = (base_ / written).lexically_normal();
    if (is_pattern(source.path))
      add_pattern(path);
    else
      add_path(path);
  }

  [[nodiscard]] std::vector<InputPath> take() const {
    std::vector<InputPath> files;
    for (const auto& [key, file] : files_) files.push_back(file);
    std::ranges::sort(files, {},
                      [](const InputPath& file) { return std::tie(file.path, file.source); });
    return files;
  }

 private:
  [[noreturn]] void fail(std::string_view code, std::string message, std::string hint = {}) const {
    throw Error(Diagnostic::make(code, std::move(message), std::move(hint), source_->place,
                                 static_cast<std::uint32_t>(source_->path.size())));
  }

  [[nodiscard]] std::string written() const { return "\"" + source_->path + "\""; }

  [[noreturn]] void refuse(const std::string& why) const {
    fail(
        "path-refused", written() + " " + why,
        "A campaign file reads regular files in its own folder only; --allow-outside permits others.");
  }

  void check_words(const fs::path& path) const {
    if (path.is_absolute()) refuse("is an absolute path");
    int depth = 0;
    for (const fs::path& part : path) {
      if (part == "..")
        --depth;
      else if (!part.empty() && part != ".")
        ++depth;
      if (depth < 0) refuse("leaves the folder of the campaign file");
    }
  }

  /// Does the path, links followed, lie in the folder?
  [[nodiscard]] bool is_inside(const fs::path& path) const {
    if (!rules_.confined) return true;
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (error || root_.empty()) return false;
    return std::mismatch(root_.begin(), root_.end(), real.begin(), real.end()).first == root_.end();
  }

  void keep(const fs::path& path, NamedBy named_by) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    const std::string key = error ? path.string() : real.string();
    InputPath file{path.generic_string(), index_, named_by};
    const auto [found, fresh] = files_.emplace(key, file);
    if (!fresh && named_by <= found->second.named_by) found->second = std::move(file);
    ++found_;
  }

  void add_path(const fs::path& path) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status)) {
      if (error && error != std::errc::no_such_file_or_directory &&
          error != std::errc::not_a_directory)
        fail("no-such-file", written() + " cannot be opened: " + error.message());
      fail("no-such-file", "there is no file " + written(), hint_for_missing(path));
    }
    if (!is_inside(path)) refuse("leads outside the folder of the campaign file");
    if (fs::is_directory(status)) {
      add_folder(path);
      return;
    }
    if (rules_.confined && !fs::is_regular_file(status))
      refuse("is " + std::string(words_for(status.type())));
    keep(path, NamedBy::path);
  }

  /// The name in that folder that was probably meant.
  [[nodiscard]] std::string hint_for_missing(const fs::path& path) const {
    std::error_code error;
    std::vector<std::string> names;
    const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
    for (auto entry = fs::directory_iterator(folder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error))
      names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    const std::vector<std::string_view> known(names.begin(), names.end());
    const std::string_view near = nearest(path.filename().string(), known);
    if (!near.empty()) return "Did you mean \"" + std::string(near) + "\"?";
    if (!rules_.folder.empty())
      return "Paths are relative to the folder \"" + rules_.folder + "\".";
    if (rules_.confined) return "Paths are relative to the campaign file.";
    return "Check the path; paths are relative to the folder you are in.";
  }

  void add_folder(const fs::path& folder) {
    found_ = 0;
    std::error_code error;
    walk(folder, error);
    if (error) fail("no-such-file", written() + " cannot be read: " + error.message());
    if (found_ == 0)
      fail("no-match", "there are no files in " + written(), "Hidden files are skipped.");
  }

  void walk(const fs::path& folder, std::error_code& error) {
    for (auto entry = fs::recursive_directory_iterator(folder, error);
         !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
      if (is_hidden(entry->path().filename())) {
        if (entry->is_directory(error)) entry.disable_recursion_pending();
        error.clear();
        continue;
      }
      consider(entry->path(), NamedBy::folder);
    }
  }

  /// A file met in a folder or by a pattern. A link that leads outside is refused by name, never
  /// skipped in silence.
  void consider(const fs::path& path, NamedBy named_by) {
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (fs::is_directory(status) || !fs::exists(status)) return;
    if (!is_inside(path))
      refuse("holds a link that leads outside the folder of the campaign file: \"" +
             path.filename().string() + "\"");
    if (!fs::is_regular_file(status)) {
      if (rules_.confined)
        refuse("holds " + std::string(words_for(status.type())) + ": \"" +
               path.filename().string() + "\"");
      return;
    }
    keep(path.lexically_normal(), named_by);
  }

  void add_pattern(const fs::path& path) {
    found_ = 0;
    std::vector<fs::path> parts(path.begin(), path.end());
    match(parts.front().is_absolute() ? parts.front() : fs::path(), parts,
          parts.front().is_absolute() ? 1 : 0);
    if (found_ == 0)
      fail("no-match", "no file matches " + written(),
           rules_.folder.empty()
               ? ""
               : "Patterns are relative to the folder \"" + rules_.folder + "\".");
  }

  void match(const fs::path& folder, const std::vector<fs::path>& parts, std::size_t at) {
    if (at == parts.size()) {
      consider(folder, NamedBy::pattern);
      return;
    }
    const std::string part = parts[at].string();
    if (!is_pattern(part)) {
      std::error_code unreadable;
      if (fs::exists(folder / part, unreadable)) match(folder / part, parts, at + 1);
      return;
    }
    if (!is_inside(folder.empty() ? fs::path(".") : folder))
      refuse("leads outside the folder of the campaign file");
    std::error_code error;
    for (auto entry = fs::directory_iterator(folder.empty() ? fs::path(".") : folder, error);
         !error && entry != fs::directory_iterator(); entry.increment(error)) {
      const std::string name = entry->path().filename().string();
      if ((!is_hidden(name) || part.starts_with('.')) && matches_pattern(name, part))
        match(folder / name, parts, at + 1);
    }
  }

  const PathRules& rules_;
  fs::path base_;
  fs::path root_;
  const SourceSpec* source_ = nullptr;
  std::size_t index_ = 0;
  std::size_t found_ = 0;
  std::map<std::string, InputPath> files_;  ///< by real path
};

}  // namespace

bool matches_pattern(std::string_view name, std::string_view pattern) {
  // Greedy with one step back: on a mismatch the last star takes one byte more.
  std::size_t n = 0, p = 0, star = std::string_view::npos, taken = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      taken = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++taken;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

std::vector<InputPath> resolve_paths(std::span<const SourceSpec> sources, const PathRules& rules) {
  Resolver resolver(rules);
  for (std::size_t i = 0; i < sources.size(); ++i) resolver.add(sources[i], i);
  return resolver.take();
}

std::string folder_of(std::string_view path) {
  return fs::path(path).parent_path().generic_string();
}

}  // namespace tiktok_kpi
