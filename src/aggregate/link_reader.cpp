// Links are interned by their parts. Before that stand tables of few slots a hash: landing
// pages by their bytes, and parameters by their entries in the reader's dictionary.
#include "aggregate/link_reader.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include "core/load_bytes.hpp"
#include "model/landing.hpp"

namespace tiktok_kpi {
namespace {

constexpr char separator = '\x1F';
constexpr std::array link_fields{Field::utm_source, Field::utm_medium, Field::utm_campaign,
                                 Field::utm_content};

/// Where they stand among the parameters of a landing page.
constexpr auto landing_positions = [] {
  std::array<std::size_t, link_fields.size()> positions{};
  std::ranges::transform(link_fields, positions.begin(), [](Field field) {
    return static_cast<std::size_t>(std::ranges::find(landing_fields, field) -
                                    landing_fields.begin());
  });
  return positions;
}();

std::uint32_t entry_at(const BatchColumn* column, std::size_t row) {
  return known(column, row) ? static_cast<std::uint32_t>(column->numbers[row]) : no_entry;
}

/// What tells pages apart stands at their ends.
std::uint64_t hash_of_page(std::string_view url) {
  constexpr std::uint64_t odd = 0x9E37'79B9'7F4A'7C15ULL;
  std::uint64_t hash = url.size();
  if (url.size() < 16)
    for (const char c : url) hash = (hash ^ static_cast<unsigned char>(c)) * odd;
  else
    for (const char* at : {url.data() + url.size() - 16, url.data() + url.size() - 8})
      hash = (hash ^ hash >> 32U ^ load_8(at)) * odd;
  return (hash ^ hash >> 32U) * odd >> 48U;  // the upper bits of a product depend on all
}

}  // namespace

LinkFacts facts_of_link(std::string_view key) {
  LinkFacts facts;
  for (std::string* part : {&facts.source, &facts.medium, &facts.campaign, &facts.content}) {
    const std::size_t end = key.find(separator);
    *part = key.substr(0, end);
    key.remove_prefix(end + 1);
  }
  const std::size_t end = key.find(separator);
  facts.creator = key.substr(0, end);
  if (end != std::string_view::npos) facts.post = key.substr(end + 1);
  return facts;
}

LinkColumns::LinkColumns(const Batch& batch)
    : creator(stated(batch.column(Field::creator))),
      post(stated(batch.column(Field::post_id))),
      url(stated(batch.column(Field::landing_url))),
      click_id(stated(batch.column(Field::ttclid))) {
  std::ranges::transform(link_fields, utm.begin(),
                         [&](Field field) { return stated(batch.column(field)); });
  has_parameters = std::ranges::any_of(utm, [](const auto* column) { return column != nullptr; });
  only_url = url != nullptr && !has_parameters && creator == nullptr && post == nullptr &&
             click_id == nullptr;
}

LinkReader::LinkReader() : pages_(remembered), parameters_(remembered) {}

LinkReader::Found LinkReader::find(const LinkColumns& columns, std::size_t row,
                                   const Origin& origin, const Dictionaries& dictionaries) {
  std::array<std::uint32_t, 5> entries;
  entries.fill(no_entry);
  bool any = false;
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < columns.utm.size() && columns.has_parameters; ++i) {
    entries[i] = entry_at(columns.utm[i], row);
    any = any || entries[i] != no_entry;
    hash = (hash ^ entries[i]) * 0x9E37'79B9'7F4A'7C15ULL;
  }
  entries[4] = entry_at(columns.creator, row);
  const bool named = entries[4] != no_entry;
  const std::string_view creator =
      named ? dictionaries.creators.key(entries[4]) : std::string_view{};
  Found found;
  if (known(columns.url, row) && !columns.url->texts[row].empty()) {
    const std::string_view url = columns.url->texts[row];
    found = any || creator.empty() ? find_page(url, pages_[hash_of_page(url) % remembered], origin)
                                   : read_page(url, creator, origin);
  }
  if (any || (named && found.link == no_entry)) {
    hash = (hash ^ entries[4]) * 0x9E37'79B9'7F4A'7C15ULL;
    Parameters& last = parameters_[(hash >> 40U) % remembered];
    if (last.link == no_entry || last.entries != entries) {
      std::array<std::string_view, 4> values;
      for (std::size_t i = 0; i < values.size(); ++i)
        if (entries[i] != no_entry) values[i] = dictionaries.texts.key(entries[i]);
      last = {entries, intern(values, creator, origin)};
    }
    found.link = last.link;
    found.somebody = true;
  }
  if (known(columns.post, row)) {
    found.link = with_post(found.link, *columns.post, row, origin, dictionaries);
    found.somebody = true;
  }
  found.click_id =
      found.click_id || (known(columns.click_id, row) && !columns.click_id->texts[row].empty());
  return found;
}

void LinkReader::find_all(const LinkColumns& columns, std::size_t first, std::size_t end,
                          const Origin& origin, const Dictionaries& dictionaries,
                          std::vector<Found>& found) {
  const std::size_t size = end - first;
  found.assign(size, {});
  if (!columns.only_url) {
    for (std::size_t i = 0; i < size; ++i)
      found[i] = find(columns, first + i, origin, dictionaries);
    return;
  }
  const std::span urls = std::span(columns.url->texts).subspan(first, size);
  const std::span states = std::span(columns.url->states).subspan(first, size);
  slots_.resize(size);
  std::ranges::transform(urls, slots_.begin(), [](std::string_view url) {
    return static_cast<std::uint16_t>(hash_of_page(url) % remembered);
  });
  for (std::size_t i = 0; i < size; ++i) {
    prefetch(i);
    if (states[i] != CellState::missing && !urls[i].empty())
      found[i] = find_page(urls[i], pages_[slots_[i]], origin);
  }
}

void LinkReader::prefetch(std::size_t row) const {
  constexpr std::size_t far = 8;   // rows until a slot has come
  constexpr std::size_t near = 4;  // and until the page that it points to has
  if (row + far < slots_.size()) __builtin_prefetch(&pages_[slots_[row + far]]);
  if (row + near < slots_.size()) {
    const std::string& page = pages_[slots_[row + near]].proven.url;
    __builtin_prefetch(page.data());
    __builtin_prefetch(page.data() + 64);
  }
}

LinkReader::Found LinkReader::find_page(std::string_view url, PagePair& pages,
                                        const Origin& origin) {
  const auto is_page = [&](const Page& page) {
    return page.found.link != no_entry && page.url == url;
  };
  if (is_page(pages.proven)) return pages.proven.found;
  if (is_page(pages.newest)) {
    std::swap(pages.proven, pages.newest);
    return pages.proven.found;
  }
  pages.newest.found = read_page(url, {}, origin);
  pages.newest.url = url;
  return pages.newest.found;
}

LinkReader::Found LinkReader::read_page(std::string_view url, std::string_view creator,
                                        const Origin& origin) {
  const LandingFields landing = read_landing_url(url, unescaped_);
  std::array<std::string_view, 4> values;
  Found found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = landing.values[landing_positions[i]].value_or(std::string_view{});
    found.somebody = found.somebody || !values[i].empty();
  }
  found.somebody = found.somebody || !creator.empty();
  found.click_id = !landing.value(Field::ttclid).value_or(std::string_view{}).empty();
  found.link = intern(values, creator, origin);
  return found;
}

std::uint32_t LinkReader::intern(const std::array<std::string_view, 4>& values,
                                 std::string_view creator, const Origin& origin) {
  key_.clear();
  for (const std::string_view value : values) {
    key_ += value;
    key_ += separator;
  }
  key_ += creator;
  return links_.intern(key_, origin);
}

std::uint32_t LinkReader::with_post(std::uint32_t link, const BatchColumn& posts, std::size_t row,
                                    const Origin& origin, const Dictionaries& dictionaries) {
  constexpr std::string_view nothing = "\x1F\x1F\x1F\x1F";
  key_ = link == no_entry ? nothing : links_.key(link);
  key_ += separator;
  // An id that is no number stands in the dictionary.
  if (posts.states[row] == CellState::day)
    key_ += dictionaries.texts.key(static_cast<std::uint32_t>(posts.numbers[row]));
  else
    key_ += std::to_string(posts.numbers[row]);
  return links_.intern(key_, origin);
}

}  // namespace tiktok_kpi
