#pragma once
// Keeps of each comment which post it is of and what it thinks. Its text is matched in the worker
// and forgotten; who wrote it was never read.
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"
#include "model/sentiment.hpp"

namespace tiktok_kpi {

struct KeptComment {
  Origin origin{};                           ///< first_record: of the comment itself
  std::int64_t id = 0;                       ///< number, or united entry of the texts
  std::int64_t post = 0;                     ///< id of its post, likewise
  std::uint32_t creator = Dictionary::none;  ///< united entry of its post's account, where stated
  std::uint32_t matches_begin = 0;           ///< in the list of matched words
  std::uint32_t matches = 0;
  bool has_id = false, text_id = false, has_post = false, text_post = false;
  bool labelled = false;   ///< `sentiment` comes with the data
  bool odd_label = false;  ///< the data has a label that is none of the known ones
  std::optional<Sentiment> sentiment;
};

class Comments {
 public:
  /// Fields that are read of a comment; its text only for a lexicon.
  [[nodiscard]] static FieldSet fields(bool with_text);
  /// Scores comments without a label by the words of a lexicon, which must outlive the reading.
  void score_by(const Lexicon* lexicon) { lexicon_ = lexicon; }

  void begin(unsigned workers) { workers_.resize(workers); }
  void accept(unsigned worker, const Batch& batch);
  void discard(std::uint32_t input);
  /// Unites the workers and puts copies aside: of one comment id the first row counts, with the
  /// first label that a copy states. Maps lead from a worker's entries to the united ones.
  void finish(std::span<const std::vector<std::uint32_t>> creator_maps,
              std::span<const std::vector<std::uint32_t>> text_maps);

  /// In the order of the inputs.
  [[nodiscard]] const std::vector<KeptComment>& all() const { return comments_; }
  [[nodiscard]] std::uint64_t repeated() const { return repeated_; }
  [[nodiscard]] const Lexicon* lexicon() const { return lexicon_; }
  /// Words of the lexicon that a comment without a label holds.
  [[nodiscard]] std::span<const std::uint32_t> matches_of(const KeptComment& comment) const {
    return std::span(matches_).subspan(comment.matches_begin, comment.matches);
  }

 private:
  struct Worker {
    std::vector<KeptComment> comments;
    std::vector<std::uint32_t> matches;
  };
  void score(Worker& worker, KeptComment& comment, std::string_view text) const;
  void drop_copies();

  const Lexicon* lexicon_ = nullptr;
  std::vector<Worker> workers_;
  std::vector<KeptComment> comments_;
  std::vector<std::uint32_t> matches_;
  std::uint64_t repeated_ = 0;
};

}  // namespace tiktok_kpi
