// Hashtags: which a caption carries, and how posts with one did against those without.
#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "metrics/argument_posts.hpp"
#include "metrics/families.hpp"
#include "metrics/quotient.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// Tags of a post in normal form, each once.
std::set<std::string> tags_of(const Arguments& post) {
  std::set<std::string> tags;
  for (const Argument& item : post.items("tags"))
    if (const std::string* label = item.figure.label_value())
      if (std::string tag = normal_tag(*label); !tag.empty()) tags.insert(std::move(tag));
  if (const Argument* list = post.find("tags");
      list != nullptr && list->figure.list_value() != nullptr)
    for (const std::string& label : *list->figure.list_value())
      if (std::string tag = normal_tag(label); !tag.empty()) tags.insert(std::move(tag));
  return tags;
}

/// The arguments with only the posts that carry the tag, or only those that do not.
Arguments posts_with(const Arguments& arguments, bool carrying) {
  const std::string tag = normal_tag(arguments.text("tag"));
  Argument chosen = Argument::list();
  for (const Argument& post : arguments.items("posts"))
    if (tags_of(Arguments::of(post)).contains(tag) == carrying) chosen.items.push_back(post);
  Arguments result;
  result.set("posts", std::move(chosen));
  return result;
}

Scalar engagement(const Arguments& arguments, bool carrying, const Settings& settings) {
  return Scalar::of(
      evaluate(metric("er_views_pooled"), posts_with(arguments, carrying), settings).figure);
}

/// Sum of a money column over the posts with the tag: split evenly among a post's tags, or full to
/// each.
Scalar money_of_tag(const Arguments& arguments, std::string_view column, const Settings& settings) {
  const std::string mode = arguments.text("mode", "split");
  if (mode != "split" && mode != "full")
    throw Error("bad-vector", "\"" + mode + "\" is no value of mode");
  Scalar total = Scalar::of(Rational(0));
  bool left_out = false;
  bool any = false;
  const Arguments chosen = posts_with(arguments, true);
  for (const Argument& item : chosen.items("posts")) {
    const Arguments post = Arguments::of(item);
    Scalar amount = number_of(post, column);
    if (!amount.known()) {
      if (settings.missing == MissingMode::strict)
        return Scalar::missing(MissingReason::incomplete);
      left_out = true;
      continue;
    }
    any = true;
    if (mode == "split")
      amount = over(amount, Scalar::of(Rational(static_cast<Int128>(tags_of(post).size()))));
    Currency currency = amount.currency;
    total.unit = amount.unit = Unit::money;
    total = plus(total, amount);
    if (!total.currency.known()) total.currency = currency;
  }
  if (settings.missing == MissingMode::partial && left_out) {
    if (!any) return Scalar::missing(MissingReason::incomplete);
    total.lower_bound = true;
  }
  return total;
}

}  // namespace

Quantity evaluate_hashtags(const Arguments& arguments, const Settings&) {
  const Quantity caption = arguments.figure("caption");
  if (caption.label_value() == nullptr)
    return Quantity::missing(MissingReason::unknown, Unit::text);
  return Quantity::list(hashtags_of(*caption.label_value()));
}

Quantity evaluate_hashtag_er(const Arguments& arguments, const Settings& settings) {
  return in_unit(engagement(arguments, true, settings), Unit::ratio);
}

Quantity evaluate_hashtag_lift(const Arguments& arguments, const Settings& settings) {
  const Scalar ratio =
      over(engagement(arguments, true, settings), engagement(arguments, false, settings));
  return in_unit(minus(ratio, Scalar::of(Rational(1))), Unit::ratio);
}

Quantity evaluate_hashtag_money(const Arguments& arguments, const Settings& settings) {
  return in_unit(money_of_tag(arguments, "revenue", settings), Unit::money, settings.currency);
}

Quantity evaluate_hashtag_roi(const Arguments& arguments, const Settings& settings) {
  const Scalar cost = money_of_tag(arguments, "cost", settings);
  return in_unit(over(minus(money_of_tag(arguments, "revenue", settings), cost), cost),
                 Unit::ratio);
}

}  // namespace tiktok_kpi
