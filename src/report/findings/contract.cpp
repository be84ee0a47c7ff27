// Promises of contracts that are broken, and rights that are about to end.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "report/findings/findings.hpp"

namespace tiktok_kpi {
namespace {

/// Rights that end within so many days are to be renewed now.
constexpr int soon_days = 30;

struct Promise {
  const CampaignCreator& creator;
  const ContractItem& item;
  [[nodiscard]] std::string subject() const { return "@" + creator.handle; }
};

/// All items of that name, in the order of the campaign file.
std::vector<Promise> promises(Answers& answers, std::string_view id) {
  std::vector<Promise> found;
  for (const Delivery::Review& review : delivery_of(answers).reviews)
    for (const ContractItem& item : review.items)
      if (item.id == id) found.push_back({*review.creator, item});
  return found;
}

void sort_by_value(std::vector<Finding>& found, bool largest_first) {
  std::ranges::stable_sort(found, [&](const Finding& a, const Finding& b) {
    const int order = Quantity::compare(a.value, b.value);
    return largest_first ? order > 0 : order < 0;
  });
}

void find_missing_posts(Answers& answers, std::vector<Finding>& found) {
  for (const Promise& promise : promises(answers, "contract.posts"))
    if (promise.item.kept == Kept::broken)
      found.push_back({promise.subject(), promise.item.metric, promise.item.value, "check",
                       fmt::format("of the agreed posts are out ({}, asked {}): {}",
                                   promise.item.found, promise.item.asked, promise.item.advice)});
  sort_by_value(found, false);
}

void find_undisclosed(Answers& answers, std::vector<Finding>& found) {
  for (const Promise& promise : promises(answers, "disclosure")) {
    const auto broken = static_cast<std::uint64_t>(
        std::ranges::count(promise.item.posts, Kept::broken, &PostCheck::kept));
    if (promise.item.kept == Kept::broken && broken > 0)
      found.push_back(
          {promise.subject(), promise.item.metric, promise.item.value, "check",
           fmt::format("of the posts say that they are advertising, {} {} not: {}",
                       counted(broken, "post"), broken == 1 ? "does" : "do", promise.item.advice)});
  }
  sort_by_value(found, false);
}

void find_exclusivity(Answers& answers, std::vector<Finding>& found) {
  for (const Promise& promise : promises(answers, "exclusivity")) {
    const auto broken = std::ranges::find(promise.item.posts, Kept::broken, &PostCheck::kept);
    if (broken == promise.item.posts.end()) continue;
    const bool one = promise.item.value == Quantity::count(1);
    found.push_back({promise.subject(), promise.item.metric, promise.item.value, "check",
                     fmt::format("{} in breach of exclusivity ({} {}): {}", one ? "post" : "posts",
                                 broken->post_id.empty() ? "one" : broken->post_id, broken->found,
                                 promise.item.advice)});
  }
  sort_by_value(found, true);
}

void find_ended_rights(Answers& answers, std::vector<Finding>& found) {
  for (const Promise& promise : promises(answers, "rights"))
    if (promise.item.kept == Kept::broken)
      found.push_back({promise.subject(), promise.item.metric, promise.item.value, "check",
                       fmt::format("left of the usage rights, which {}: {}", promise.item.found,
                                   promise.item.advice)});
  sort_by_value(found, false);
}

void find_ending_rights(Answers& answers, std::vector<Finding>& found) {
  for (const Promise& promise : promises(answers, "rights")) {
    const Rational* left = promise.item.value.exact_value();
    if (promise.item.kept == Kept::kept && left != nullptr && *left <= Rational(soon_days))
      found.push_back({promise.subject(), promise.item.metric, promise.item.value, "check",
                       "left of the usage rights: renew them, or plan to stop using the posts"});
  }
  sort_by_value(found, false);
}

}  // namespace

const FindingRow missing_posts_finding{"missing_posts", Urgency::now, true, needs_of_delivery,
                                       find_missing_posts};
const FindingRow undisclosed_finding{"undisclosed", Urgency::now, true, needs_of_delivery,
                                     find_undisclosed};
const FindingRow exclusivity_finding{"exclusivity", Urgency::now, true, needs_of_delivery,
                                     find_exclusivity};
const FindingRow ended_rights_finding{"rights_ended", Urgency::now, true, needs_of_delivery,
                                      find_ended_rights};
const FindingRow ending_rights_finding{"rights_ending", Urgency::next, true, needs_of_delivery,
                                       find_ending_rights};

}  // namespace tiktok_kpi
