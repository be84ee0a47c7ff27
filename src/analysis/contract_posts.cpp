#include "analysis/contract_posts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "core/text.hpp"
#include "metrics/registry.hpp"
#include "model/disclosure.hpp"

namespace tiktok_kpi {
namespace {

using Answer = std::pair<Kept, std::string>;

constexpr std::string_view no_caption = "its caption is not known";
constexpr std::string_view export_captions = "add an export with captions";

Argument no_arguments(const ContractPost&, Kept) { return {}; }

bool contains(const std::vector<std::string>& list, const std::string& name) {
  return std::ranges::find(list, name) != list.end();
}

std::string joined(const std::vector<std::string>& names, std::string_view sign) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : " ").append(sign).append(name);
  return text;
}

Answer without_missing(const std::vector<std::string>& missing, std::string_view sign) {
  if (missing.empty()) return {Kept::kept, {}};
  return {Kept::broken,
          fmt::format("{} {} missing", joined(missing, sign), missing.size() == 1 ? "is" : "are")};
}

PostRule hashtag_rule(const CampaignCreator& creator) {
  const std::vector<std::string>& wanted = creator.contract->hashtags;
  return {.id = "contract.hashtags",
          .metric = {},
          .asked = joined(wanted, "#"),
          .mend = fmt::format("ask @{} to add {}", creator.handle, joined(wanted, "#")),
          .learn = std::string(export_captions),
          .check = [&wanted](const ContractPost& post) -> Answer {
            if (!post.tags) return {Kept::unknown, std::string(no_caption)};
            std::vector<std::string> missing;
            for (const std::string& tag : wanted)
              if (!contains(*post.tags, tag)) missing.push_back(tag);
            return without_missing(missing, "#");
          },
          .arguments = no_arguments};
}

PostRule mention_rule(const CampaignCreator& creator) {
  const std::vector<std::string>& wanted = creator.contract->mentions;
  return {.id = "contract.mentions",
          .metric = {},
          .asked = joined(wanted, "@"),
          .mend = fmt::format("ask @{} to mention {}", creator.handle, joined(wanted, "@")),
          .learn = std::string(export_captions),
          .check = [&wanted](const ContractPost& post) -> Answer {
            if (!post.mentions) return {Kept::unknown, std::string(no_caption)};
            std::vector<std::string> missing;
            for (const std::string& handle : wanted)
              if (!contains(*post.mentions, handle)) missing.push_back(handle);
            return without_missing(missing, "@");
          },
          .arguments = no_arguments};
}

std::string quoted(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts)
    out += fmt::format("{}\"{}\"", out.empty() ? "" : " ", text);
  return out;
}

PostRule caption_rule(const CampaignCreator& creator) {
  const std::vector<std::string>& wanted = creator.contract->caption;
  return {.id = "contract.caption",
          .metric = {},
          .asked = quoted(wanted),
          .mend = fmt::format("ask @{} to write it into the caption", creator.handle),
          .learn = std::string(export_captions),
          .check = [&wanted](const ContractPost& post) -> Answer {
            if (!post.caption) return {Kept::unknown, std::string(no_caption)};
            const std::string caption = case_fold(*post.caption);
            std::vector<std::string> missing;
            for (const std::string& text : wanted)
              if (caption.find(case_fold(text)) == std::string::npos)
                missing.push_back("\"" + text + "\"");
            return without_missing(missing, "");
          },
          .arguments = no_arguments};
}

std::string seconds(const Rational& length) { return fmt::format("{} s", length.to_double()); }

PostRule length_rule(const CampaignCreator& creator) {
  const Contract& contract = *creator.contract;
  const auto& low = contract.min_duration_s;
  const auto& high = contract.max_duration_s;
  return {.id = "contract.length",
          .metric = {},
          .asked = low && high ? seconds(*low) + " to " + seconds(*high)
                   : low       ? seconds(*low) + " or more"
                               : seconds(*high) + " or less",
          .mend = fmt::format("ask @{} for a video of the agreed length", creator.handle),
          .learn = "add an export with lengths",
          .check = [low, high](const ContractPost& post) -> Answer {
            if (!post.duration_s) return {Kept::unknown, "its length is not known"};
            if (post.duration_s->is_zero()) return {Kept::unknown, "a photo post has no length"};
            const bool fits =
                (!low || *post.duration_s >= *low) && (!high || *post.duration_s <= *high);
            return {fits ? Kept::kept : Kept::broken,
                    fmt::format("is {} long", seconds(*post.duration_s))};
          },
          .arguments = no_arguments};
}

Argument disclosure_arguments(const ContractPost&, Kept kept) {
  return Argument::object(
      {{"sponsored", Quantity::flag(true)},
       {"disclosed", kept == Kept::unknown ? Quantity::missing(MissingReason::unknown, Unit::text)
                                           : Quantity::flag(kept == Kept::kept)}});
}

PostRule disclosure_rule(const CampaignCreator& creator, const Settings& settings) {
  const std::string& country = creator.contract->disclosure_country;
  const std::vector<std::string> tags = disclosure_tags(settings, country);
  std::string listed;
  for (const std::string& tag : tags)
    listed += fmt::format("{}#{}", listed.empty() ? "" : ", ", tag);
  return {.id = "disclosure",
          .metric = "disclosure_rate",
          .asked = fmt::format("platform label or {}", listed),
          .mend = fmt::format("ask @{} to switch on the platform's label", creator.handle),
          .learn = std::string(export_captions),
          .check = [&settings, &country](const ContractPost& post) -> Answer {
            const Quantity disclosed = has_disclosure(post, settings, country);
            const bool* flag = disclosed.flag_value();
            if (flag == nullptr) return {Kept::unknown, "neither a caption nor a label is known"};
            return *flag ? Answer{Kept::kept, {}}
                         : Answer{Kept::broken, "does not say that it is advertising"};
          },
          .arguments = disclosure_arguments};
}

Quantity flag_of(const std::optional<bool>& flag) {
  return flag ? Quantity::flag(*flag) : Quantity::missing(MissingReason::unknown, Unit::text);
}

Argument rights_arguments(const ContractPost& post, Kept) {
  return Argument::object(
      {{"music", flag_of(post.music_cleared)}, {"ugc", flag_of(post.ugc_cleared)}});
}

PostRule rights_rule(const CampaignCreator& creator) {
  return {
      .id = "rights.content",
      .metric = "rights_cleared_rate",
      .asked = "music and content cleared",
      .mend = fmt::format("do not use the posts of @{} again before their rights are cleared",
                          creator.handle),
      .learn = "state music_cleared and ugc_cleared of each post",
      .check = [](const ContractPost& post) -> Answer {
        std::vector<std::string> refused;
        std::vector<std::string> unknown;
        for (const auto& [what, flag] :
             {std::pair{"music", post.music_cleared}, std::pair{"content", post.ugc_cleared}}) {
          if (!flag)
            unknown.emplace_back(what);
          else if (!*flag)
            refused.emplace_back(what);
        }
        if (!refused.empty())
          return {Kept::broken, fmt::format("{} not cleared", fmt::join(refused, " and "))};
        if (unknown.empty()) return {Kept::kept, {}};
        return {Kept::unknown, fmt::format("{} rights not stated", fmt::join(unknown, " and "))};
      },
      .arguments = rights_arguments};
}

/// A name as it is compared: without case, signs of handles and tags, and what handles leave out.
std::string bare(std::string_view name) {
  std::string out;
  for (const char c : case_fold(name))
    if (std::string_view(" @#._").find(c) == std::string_view::npos) out += c;
  return out;
}

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && (std::isalnum(byte) != 0 || c == '_');
}

/// As a word of its own; scripts without blanks between words have no borders to look for.
bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_word_byte(text[at - 1]) || !is_word_byte(word.front());
    const bool ends = end == text.size() || !is_word_byte(text[end]) || !is_word_byte(word.back());
    if (begins && ends) return true;
  }
  return false;
}

/// "Anzeige" of "[Anzeige] a soap": the first word of a caption, as a tag.
std::string first_word(std::string_view caption) {
  constexpr std::string_view before = " \t\r\n([{*|-_\"'";
  caption.remove_prefix(std::min(caption.find_first_not_of(before), caption.size()));
  return normal_tag(caption.substr(0, tag_length(caption)));
}

}  // namespace

std::vector<PostRule> post_rules(const CampaignCreator& creator, const Settings& settings) {
  const Contract& contract = *creator.contract;
  std::vector<PostRule> rules;
  if (!contract.hashtags.empty()) rules.push_back(hashtag_rule(creator));
  if (!contract.mentions.empty()) rules.push_back(mention_rule(creator));
  if (!contract.caption.empty()) rules.push_back(caption_rule(creator));
  if (contract.min_duration_s || contract.max_duration_s) rules.push_back(length_rule(creator));
  if (contract.disclosure.value_or(false)) rules.push_back(disclosure_rule(creator, settings));
  if (contract.rights_cleared.value_or(false)) rules.push_back(rights_rule(creator));
  return rules;
}

Quantity has_disclosure(const ContractPost& post, const Settings& settings,
                        std::string_view country) {
  Arguments arguments;
  arguments.set("country", Quantity::label(std::string(country)));
  if (post.labelled) arguments.set("branded_content", Quantity::flag(*post.labelled));
  if (post.caption)
    arguments.set("caption", Quantity::label(*post.caption));
  else if (post.tags)
    arguments.set("caption", Quantity::label(joined(*post.tags, "#")));
  Quantity answer = metric("has_disclosure").function(arguments, settings);
  const bool* flag = answer.flag_value();
  const bool by_country = !country.empty() || !settings.disclosure_country.empty();
  if (flag == nullptr || *flag || !by_country || !post.caption) return answer;
  return Quantity::flag(contains(disclosure_tags(settings, country), first_word(*post.caption)));
}

std::vector<std::string> competitors_named(const ContractPost& post,
                                           const std::vector<std::string>& competitors) {
  std::vector<std::string> named;
  const std::string caption = post.caption ? case_fold(*post.caption) : std::string();
  for (const std::string& competitor : competitors) {
    const std::string name = bare(competitor);
    if (name.empty()) continue;
    const auto is_it = [&name](const std::string& other) { return bare(other) == name; };
    const auto carries = [&is_it](const std::optional<std::vector<std::string>>& list) {
      return list && std::ranges::any_of(*list, is_it);
    };
    if (carries(post.tags) || carries(post.mentions) || std::ranges::any_of(post.brands, is_it) ||
        has_word(caption, case_fold(competitor)) || has_word(caption, name))
      named.push_back(competitor);
  }
  return named;
}

}  // namespace tiktok_kpi
