// The table of canonical columns. Synonyms are header names seen in real exports or their vendors'
// documentation; the places where a name means something else are handled by the format that knows.
#include "model/fields.hpp"

#include <algorithm>
#include <array>

namespace tiktok_kpi {
namespace {

constexpr KindSet post = kind_bit(RecordKind::post);
constexpr KindSet creator_ = kind_bit(RecordKind::creator);
constexpr KindSet daily = kind_bit(RecordKind::daily);
constexpr KindSet comment = kind_bit(RecordKind::comment);
constexpr KindSet order = kind_bit(RecordKind::order);
constexpr KindSet line = kind_bit(RecordKind::line);
constexpr KindSet touch = kind_bit(RecordKind::touch);
constexpr KindSet ad_day = kind_bit(RecordKind::ad_day);
constexpr KindSet utm_kinds = order | touch | ad_day;
using T = FieldType;
using U = Unit;

// clang-format off
constexpr std::array rows{
    FieldRow{Field::post_id, "post_id", post | comment | order, T::id, U::none, "TikTok id of the post; carries the upload time", "id|video id|video_id|item id|item_id|aweme id"},
    FieldRow{Field::creator, "creator", post | creator_ | daily | comment | order | touch, T::name, U::text, "handle of the account, compared without @ and case", "handle|username|author|author username|author_username|account|creator username|creator handle|uploader|user"},
    FieldRow{Field::url, "url", post | comment, T::text, U::text, "link to the post", "link|video link|video url|share url|post url|permalink|webvideourl|webpage_url"},
    FieldRow{Field::caption, "caption", post, T::text, U::text, "text of the post; its hashtags are used", "description|video title|video description|title|text|desc|titulo|título|título del video"},
    FieldRow{Field::posted_at, "posted_at", post, T::time, U::time, "when the post was published", "post time|posted|published|published at|create time|createtime|created at|date posted|upload date|uploadedat|publish date|hora de publicación"},
    FieldRow{Field::views, "views", post | ad_day, T::count, U::count, "video views as exported (a view counts as the video starts)", "video views|total views|view count|viewcount|plays|play count|playcount|video plays|visninger|vistas|visualizações"},
    FieldRow{Field::likes, "likes", post | daily | comment | ad_day, T::count, U::count, "likes", "total likes|like count|likecount|diggcount|digg count|curtidas|me gusta"},
    FieldRow{Field::comments, "comments", post | daily | ad_day, T::count, U::count, "comments", "total comments|comment count|commentcount|kommentarer|comentários|comentarios"},
    FieldRow{Field::shares, "shares", post | daily | ad_day, T::count, U::count, "shares", "total shares|share count|sharecount|repost count|compartilhamentos|compartidos"},
    FieldRow{Field::saves, "saves", post, T::count, U::count, "saves (favourites)", "favorites|favourites|add to favorites|collect count|collectcount|bookmarks|save count|gemmer"},
    FieldRow{Field::followers, "followers", post | creator_ | daily, T::count, U::count, "followers of the account: of a post at posting time, of a day at its end", "follower count|followercount|fans|total followers|author followers"},
    FieldRow{Field::reach, "reach", post | daily | ad_day, T::count, U::count, "unique viewers, only as exported; never replaced by views", "reached audience|unique viewers|accounts reached"},
    FieldRow{Field::impressions, "impressions", post | ad_day, T::count, U::count, "impressions", "impression"},
    FieldRow{Field::views_2s, "views_2s", post | ad_day, T::count, U::count, "views of at least 2 seconds", "2-second video views|video_watched_2s|2s views"},
    FieldRow{Field::views_6s, "views_6s", post | ad_day, T::count, U::count, "views of at least 6 seconds, or finished", "6-second video views|video_watched_6s|6s views"},
    FieldRow{Field::completed_views, "completed_views", post | ad_day, T::count, U::count, "views to the end", "full video views|video views at 100%"},
    FieldRow{Field::completion_rate, "completion_rate", post, T::decimal, U::ratio, "share of views watched to the end, 0 to 1", "watched full video|full_video_watched_rate|video completion rate|completion rate"},
    FieldRow{Field::avg_watch_s, "avg_watch_s", post, T::decimal, U::seconds, "average watch time of a view", "average watch time|average_time_watched|average view time|avg watch time"},
    FieldRow{Field::duration_s, "duration_s", post, T::decimal, U::seconds, "length of the video; 0 is a photo post", "duration|video duration|video_duration|video length|length"},
    FieldRow{Field::clicks, "clicks", post | ad_day, T::count, U::count, "clicks to the website", "website clicks|website_clicks|link clicks"},
    FieldRow{Field::sessions, "sessions", post | touch, T::count, U::count, "visits with the campaign's UTM", ""},
    FieldRow{Field::conversions, "conversions", post | touch | ad_day, T::count, U::count, "orders or other goals reached", "orders|purchases"},
    FieldRow{Field::revenue, "revenue", post | touch | ad_day, T::money, U::money, "net revenue", "sales|gmv"},
    FieldRow{Field::cost, "cost", post, T::money, U::money, "what the post cost", ""},
    FieldRow{Field::sponsored, "sponsored", post, T::flag, U::text, "marked as sponsored, paid partnership or ad", "is ad|isad|issponsored|is_ad|paid partnership"},
    FieldRow{Field::disclosed, "disclosed", post, T::flag, U::text, "carries a disclosure", ""},
    FieldRow{Field::branded_content, "branded_content", post, T::flag, U::text, "the platform's branded-content switch", "branded content"},
    FieldRow{Field::tags, "tags", post, T::tags, U::text, "hashtags without #, separated by blanks or commas", "hashtags|hashtag names|hashtag_names"},
    FieldRow{Field::mentions, "mentions", post, T::text, U::text, "accounts mentioned", ""},
    FieldRow{Field::brands, "brands", post, T::text, U::text, "brands named in the post", ""},
    FieldRow{Field::music, "music", post, T::text, U::text, "sound of the post", "music name|sound|track"},
    FieldRow{Field::music_cleared, "music_cleared", post, T::flag, U::text, "rights to the music are confirmed", ""},
    FieldRow{Field::ugc_cleared, "ugc_cleared", post, T::flag, U::text, "rights to the content are confirmed", ""},
    FieldRow{Field::platform, "platform", post, T::text, U::text, "where the post stands; TikTok unless stated", ""},
    FieldRow{Field::exported_at, "exported_at", post | creator_ | daily, T::time, U::time, "when the numbers were exported", "export date|exported|scraped at|scrapedat"},
    FieldRow{Field::name, "name", creator_, T::text, U::text, "display name", "nickname|display name|nick name"},
    FieldRow{Field::following, "following", creator_, T::count, U::count, "accounts followed", "following count"},
    FieldRow{Field::verified, "verified", creator_, T::flag, U::text, "verified by the platform", "is verified"},
    FieldRow{Field::total_likes, "total_likes", creator_, T::count, U::count, "likes of all posts", "heart|heart count|likes_count"},
    FieldRow{Field::video_count, "video_count", creator_, T::count, U::count, "posts of the account", "videos"},
    FieldRow{Field::date, "date", daily | ad_day, T::day, U::date, "civil day in the account's zone", "day|by day|date start|fecha|日付"},
    FieldRow{Field::account_views, "account_views", daily, T::count, U::count, "views of all posts of the account on that day", "video views"},
    FieldRow{Field::profile_views, "profile_views", daily, T::count, U::count, "profile views on that day", "profile views"},
    FieldRow{Field::viewers, "viewers", daily, T::count, U::count, "unique viewers of the account on that day", "total viewers"},
    FieldRow{Field::new_viewers, "new_viewers", daily, T::count, U::count, "viewers not seen before", "new viewers"},
    FieldRow{Field::returning_viewers, "returning_viewers", daily, T::count, U::count, "viewers seen before", "returning viewers"},
    FieldRow{Field::new_followers, "new_followers", daily | post | ad_day, T::count, U::count, "followers gained", "new followers"},
    FieldRow{Field::lost_followers, "lost_followers", daily, T::count, U::count, "followers lost", "lost followers"},
    FieldRow{Field::net_followers, "net_followers", daily, T::count, U::count, "followers gained less lost; may be negative", "net growth"},
    FieldRow{Field::comment_id, "comment_id", comment, T::id, U::none, "id of the comment", "cid"},
    FieldRow{Field::parent_comment_id, "parent_comment_id", comment, T::id, U::none, "comment it answers", ""},
    FieldRow{Field::text, "text", comment, T::text, U::text, "text of the comment; accounts it mentions are masked", "comment|komentar"},
    FieldRow{Field::sentiment, "sentiment", comment, T::text, U::text, "label that comes with the data: positive, negative or neutral", "sentimen"},
    FieldRow{Field::commented_at, "commented_at", comment, T::time, U::time, "when the comment was written", ""},
    FieldRow{Field::order_id, "order_id", order | line | touch, T::id, U::none, "id of the order", "order id|order number|order no|transaction id"},
    FieldRow{Field::ordered_at, "ordered_at", order, T::time, U::time, "when the order was placed", "created time|created at|order date|date|ordered"},
    FieldRow{Field::customer_key, "customer_key", order | touch, T::text, U::text, "keyed hash of the customer, never printed", "customer|customer email|email|customer id"},
    FieldRow{Field::currency, "currency", order | line | touch | ad_day, T::name, U::text, "ISO 4217 code", ""},
    FieldRow{Field::subtotal, "subtotal", order, T::money, U::money, "goods before discounts, without tax and shipping", ""},
    FieldRow{Field::discounts, "discounts", order, T::money, U::money, "discounts", "discount|discount amount|discount total"},
    FieldRow{Field::tax, "tax", order, T::money, U::money, "taxes", "taxes"},
    FieldRow{Field::shipping, "shipping", order, T::money, U::money, "shipping", ""},
    FieldRow{Field::total, "total", order, T::money, U::money, "amount paid", "order amount|order total|total price|amount"},
    FieldRow{Field::refunds, "refunds", order, T::money, U::money, "refunded", "refund|refunded amount"},
    FieldRow{Field::codes, "codes", order, T::tags, U::text, "promo codes used", "discount code|discount codes|coupon|coupons|coupon code|promo code|code"},
    FieldRow{Field::landing_url, "landing_url", order | touch | ad_day, T::text, U::text, "first page of the visit", "landing page|landing_site"},
    FieldRow{Field::utm_source, "utm_source", utm_kinds, T::name, U::text, "UTM source", ""},
    FieldRow{Field::utm_medium, "utm_medium", utm_kinds, T::name, U::text, "UTM medium", ""},
    FieldRow{Field::utm_campaign, "utm_campaign", utm_kinds, T::name, U::text, "UTM campaign", ""},
    FieldRow{Field::utm_term, "utm_term", utm_kinds, T::name, U::text, "UTM term", ""},
    FieldRow{Field::utm_content, "utm_content", utm_kinds, T::name, U::text, "UTM content; names the creator", ""},
    FieldRow{Field::ttclid, "ttclid", order | touch, T::text, U::text, "TikTok click id", ""},
    FieldRow{Field::customer_new, "customer_new", order, T::flag, U::text, "first order of the customer", ""},
    FieldRow{Field::order_status, "order_status", order, T::name, U::text, "status in the shop", "order status|financial status"},
    FieldRow{Field::revenue_basis, "revenue_basis", order, T::name, U::text, "what subtotal holds: goods (before discounts, without tax and shipping), net (after discounts and refunds), total (the file has only the amount paid)", ""},
    FieldRow{Field::commission, "commission", order, T::money, U::money, "commission paid for the order", "payout"},
    FieldRow{Field::content_type, "content_type", order, T::name, U::text, "what led to the order: video, live, showcase", "content type"},
    FieldRow{Field::cancelled, "cancelled", order, T::flag, U::text, "the order was cancelled or is a test: it is left out", ""},
    FieldRow{Field::refunded, "refunded", order, T::flag, U::text, "all of the order was returned: the refund is its total", "fully refunded"},
    FieldRow{Field::taxes_included, "taxes_included", order, T::flag, U::text, "the exported prices include tax; subtotal and discounts never do", "taxes included"},
    FieldRow{Field::sku, "sku", line, T::name, U::text, "article", "sku id"},
    FieldRow{Field::product, "product", line, T::text, U::text, "name of the article", "product name|lineitem name"},
    FieldRow{Field::quantity, "quantity", line, T::count, U::count, "pieces", "pieces|qty"},
    FieldRow{Field::unit_price, "unit_price", line, T::money, U::money, "price of one piece", "price"},
    FieldRow{Field::line_total, "line_total", line, T::money, U::money, "amount of the line", ""},
    FieldRow{Field::touched_at, "touched_at", touch, T::time, U::time, "when the visit began", "ts|timestamp|date|visited at|occurred at"},
    FieldRow{Field::client_key, "client_key", touch, T::text, U::text, "keyed hash of the visitor", ""},
    FieldRow{Field::channel, "channel", touch, T::name, U::text, "channel group of the visit, as the analytics tool names it", ""},
    FieldRow{Field::event, "event", touch, T::name, U::text, "what was recorded: session_start, purchase", "event name"},
    FieldRow{Field::campaign, "campaign", ad_day, T::name, U::text, "ad campaign", "campaign name"},
    FieldRow{Field::adgroup, "adgroup", ad_day, T::name, U::text, "ad group", "ad group name"},
    FieldRow{Field::ad, "ad", ad_day, T::name, U::text, "ad", "ad name"},
    FieldRow{Field::spend, "spend", ad_day, T::money, U::money, "amount spent", "cost|total cost"},
};
// clang-format on

constexpr bool in_enum_order() {
  for (std::size_t i = 0; i < rows.size(); ++i)
    if (static_cast<std::size_t>(rows[i].field) != i) return false;
  return true;
}
static_assert(rows.size() == field_count && in_enum_order());

}  // namespace

std::string_view name_of(RecordKind kind) {
  constexpr std::array<std::string_view, record_kind_count> names{
      "post", "creator", "daily", "comment", "order", "line", "touch", "ad_day"};
  return names[static_cast<std::size_t>(kind)];
}

std::span<const FieldRow> fields() { return rows; }

const FieldRow& row_of(Field field) { return rows[static_cast<std::size_t>(field)]; }

const FieldRow* find_field(std::string_view name) {
  const auto found = std::ranges::find(rows, name, &FieldRow::name);
  return found != rows.end() ? &*found : nullptr;
}

FieldSet FieldSet::all_of(RecordKind kind) {
  FieldSet set;
  for (const FieldRow& row : rows)
    if ((row.kinds & kind_bit(kind)) != 0) set.insert(row.field);
  return set;
}

}  // namespace tiktok_kpi
