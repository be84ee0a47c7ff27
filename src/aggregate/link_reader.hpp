#pragma once
// Where an order or a visit came from, as small numbers: few links bring most orders, so that most
// rows are answered by a look at what was read before.
#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/batch.hpp"
#include "model/dictionary.hpp"

namespace tiktok_kpi {

/// No entry: nothing is known.
inline constexpr std::uint32_t no_entry = Dictionary::none;

/// What an order or a visit says of where it came from; parameters as written, empty when absent.
struct LinkFacts {
  std::string source, medium, campaign, content;
  std::string creator;  ///< normal form, where the export names the creator itself
  std::string post;     ///< id of the post that sold, where the export names it
  friend auto operator<=>(const LinkFacts&, const LinkFacts&) = default;
};

/// The facts that a key of LinkReader::links() stands for.
[[nodiscard]] LinkFacts facts_of_link(std::string_view key);

/// Columns of a batch that say where its rows came from; null where none of them does.
struct LinkColumns {
  explicit LinkColumns(const Batch& batch);
  std::array<const BatchColumn*, 4> utm;
  bool has_parameters = false;  ///< one of the columns before
  bool only_url = false;        ///< landing pages and nothing else are stated
  const BatchColumn* creator;
  const BatchColumn* post;
  const BatchColumn* url;
  const BatchColumn* click_id;
};

/// One worker's links. Not shared between threads.
class LinkReader {
 public:
  LinkReader();

  /// What a row says of where it came from.
  struct Found {
    std::uint32_t link = no_entry;
    bool somebody = false;  ///< the link says who brought the visit
    bool click_id = false;  ///< TikTok's click id stands beside it
  };
  /// The row's link, or no_entry when it says nothing; a landing page without parameters
  /// is a link of nobody. UTM columns come before the parameters of the landing page. About 20 ns
  /// for a link seen a short time before, 300 ns otherwise.
  Found find(const LinkColumns& columns, std::size_t row, const Origin& origin,
             const Dictionaries& dictionaries);
  /// Those of rows [first, end), the first one's first.
  void find_all(const LinkColumns& columns, std::size_t first, std::size_t end,
                const Origin& origin, const Dictionaries& dictionaries, std::vector<Found>& found);
  /// Distinct links of this worker; see facts_of_link.
  [[nodiscard]] const Dictionary& links() const { return links_; }

 private:
  static constexpr std::size_t remembered = 4096;
  /// A landing page and its link.
  struct Page {
    std::string url;
    Found found;
  };
  /// Pages of one hash. Many pages are seen once, such as those with the click id of an
  /// advertisement: they must not drive out one that comes again and again.
  struct PagePair {
    Page proven;  ///< asked for twice
    Page newest;
  };
  /// Entries of the parameters and of the creator in the reader's dictionaries, and the link.
  struct Parameters {
    std::array<std::uint32_t, 5> entries{};
    std::uint32_t link = no_entry;
  };
  /// Fetches what will be looked at for the landing pages of the rows to come, by their slots: the
  /// pages fill more than a cache.
  void prefetch(std::size_t row) const;
  Found find_page(std::string_view url, PagePair& pages, const Origin& origin);
  Found read_page(std::string_view url, std::string_view creator, const Origin& origin);
  std::uint32_t intern(const std::array<std::string_view, 4>& values, std::string_view creator,
                       const Origin& origin);
  /// A link (or no_entry) once more, with the post that a row names beside it.
  std::uint32_t with_post(std::uint32_t link, const BatchColumn& posts, std::size_t row,
                          const Origin& origin, const Dictionaries& dictionaries);

  Dictionary links_{NameSpace::text};
  std::vector<PagePair> pages_;         ///< by hash of the URL
  std::vector<std::uint16_t> slots_;    ///< of the rows' landing pages among them
  std::vector<Parameters> parameters_;  ///< by hash of the entries: the last ones of each
  std::string key_, unescaped_;         ///< scratch
};

}  // namespace tiktok_kpi
