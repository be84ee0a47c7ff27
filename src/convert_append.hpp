#pragma once
// Rows behind those of a file that `convert` wrote before: the collection that snapshots of posts
// grow in. Part of the pipeline.
#include <cstdint>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "convert.hpp"
#include "core/sip_hash.hpp"
#include "render/renderer.hpp"

namespace tiktok_kpi {

/// What stands in the file already: records of these kinds, under these columns when it is a table.
/// `path` that does not exist, or is empty, fits everything. Throws Error (bad-option) for a file
/// that `convert` did not write so, and what reading it throws.
[[nodiscard]] AppendTarget read_append_target(const std::string& path, const RecordFormat& format);

/// Hands the bytes of the file over, closed with a line end.
void copy_file(const std::string& path, ByteSink& sink);

/// Lets only those rows through that neither stand in the file nor came before: equal in every
/// known cell of the columns that are written. 16 bytes a row of the file and of the new ones.
class NewRows : public RecordWriter {
 public:
  /// `target` and `to` outlive it.
  NewRows(const AppendTarget& target, RecordWriter& to) : target_(target), to_(to) {}

  void begin(std::span<const RecordColumn> columns) override;
  void write(std::span<const RecordCell> cells) override;
  /// Rows of convert always fit their columns.
  void write_loose(std::span<const RecordCell>) override {}
  void end() override { to_.end(); }

  [[nodiscard]] std::uint64_t added() const { return added_; }
  [[nodiscard]] std::uint64_t known() const { return known_; }

 private:
  friend class FileRows;
  struct Fold {
    std::size_t operator()(const SipHash::Digest& digest) const {
      return static_cast<std::size_t>(digest[0]);
    }
  };
  /// Whether the row is seen for the first time.
  bool is_new(std::span<const RecordCell> row);

  const AppendTarget& target_;
  RecordWriter& to_;
  std::span<const RecordColumn> columns_;
  std::string row_;
  std::unordered_set<SipHash::Digest, Fold> seen_;
  std::uint64_t added_ = 0;
  std::uint64_t known_ = 0;
};

}  // namespace tiktok_kpi
