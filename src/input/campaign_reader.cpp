// Walks a campaign file along the table of keys: type, rule, range, then the key's setter, then
// what is inside. What concerns several keys at once is checked at the end.
#include "input/campaign_reader.hpp"

#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "input/campaign_checks.hpp"
#include "input/campaign_keys.hpp"
#include "model/fields.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

using namespace json_type;

std::string join(const std::vector<std::string_view>& names, std::string_view last_word) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " " + std::string(last_word) + " " : ", ";
    out += names[i];
  }
  return out;
}

/// "Did you mean …?" when a known name is near, else all of them.
std::string suggest(std::string_view name, const std::vector<std::string_view>& known) {
  if (const std::string_view near = nearest(name, known); !near.empty())
    return "Did you mean \"" + std::string(near) + "\"?";
  return known.empty() ? std::string() : "Known: " + join(known, "and") + ".";
}

std::string words_for_types(JsonTypes types) {
  std::vector<std::string_view> words;
  if ((types & text) != 0) words.push_back("text");
  if ((types & integer) != 0) words.push_back("a whole number");
  if ((types & number) != 0) words.push_back("a number");
  if ((types & boolean) != 0) words.push_back("true or false");
  if ((types & array) != 0) words.push_back("a list");
  if ((types & object) != 0) words.push_back("an object");
  if ((types & null) != 0) words.push_back("null");
  return join(words, "or");
}

JsonTypes type_of(const JsonValue& value) {
  switch (value.kind) {
    case JsonKind::null: return null;
    case JsonKind::boolean: return boolean;
    case JsonKind::string: return text;
    case JsonKind::array: return array;
    case JsonKind::object: return object;
    case JsonKind::number: break;
  }
  const auto rational = Rational::parse(value.text);
  return rational && rational->is_integer() ? JsonTypes{integer | number} : number;
}

class Walker {
 public:
  Walker(CampaignBuilder& builder, std::string_view name) : builder_(builder), pointer_(name) {}

  void visit(const KeyTree& tree, const JsonValue& value, const JsonMember* member) {
    const KeyRow& row = *tree.row;
    check(row, value);
    const KeyNode node{member != nullptr ? std::string_view(member->key) : std::string_view{},
                       member != nullptr ? place_of(member->key_offset) : Place{},
                       member != nullptr ? static_cast<std::uint32_t>(member->key_length) : 0,
                       value,
                       place_of(value.offset),
                       pointer_};
    if (row.set != nullptr) row.set(builder_, node);
    if (value.kind == JsonKind::array && tree.element != nullptr) visit_elements(tree, value);
    if (value.kind == JsonKind::object && !row.open) visit_members(tree, value);
    if (row.finish != nullptr) row.finish(builder_, node);
  }

 private:
  [[nodiscard]] Place place_of(std::uint64_t offset) const { return {builder_.input, offset}; }

  /// The pointer as it is named in messages.
  [[nodiscard]] std::string here() const { return pointer_.empty() ? "the campaign" : pointer_; }

  [[noreturn]] void refuse(std::string_view code, const JsonValue& value, std::string message,
                           std::string hint) const {
    throw Error(Diagnostic::make(code, std::move(message), std::move(hint), place_of(value.offset),
                                 static_cast<std::uint32_t>(value.length)));
  }

  [[noreturn]] void refuse_key(std::string_view code, const JsonMember& member, std::string message,
                               std::string hint) const {
    throw Error(Diagnostic::make(code, std::move(message), std::move(hint),
                                 place_of(member.key_offset),
                                 static_cast<std::uint32_t>(member.key_length)));
  }

  void check(const KeyRow& row, const JsonValue& value) const {
    if ((type_of(value) & row.types) == 0) wrong_type(row, value);
    switch (value.kind) {
      case JsonKind::string: check_text(row, value); return;
      case JsonKind::number: check_number(row, value); return;
      case JsonKind::array: check_size(row, value, value.items.size(), "entries"); return;
      case JsonKind::object: check_size(row, value, value.members.size(), "keys"); return;
      case JsonKind::null:
      case JsonKind::boolean: return;
    }
  }

  [[noreturn]] void wrong_type(const KeyRow& row, const JsonValue& value) const {
    std::string hint;
    const bool numeric = (row.types & (integer | number)) != 0;
    if (value.kind == JsonKind::string && numeric && Rational::parse(value.text))
      hint = "Write " + value.text + " without quotation marks.";
    else if (value.kind == JsonKind::number && (row.types & text) != 0)
      hint = "Put it in double quotation marks: \"" + value.text + "\".";
    else if (value.kind == JsonKind::string && row.types == array)
      hint = "Write [" + quoted_json(value.text) + "].";
    else if (value.kind == JsonKind::null)
      hint = "Leave the key out when there is nothing to say.";
    refuse("bad-campaign", value,
           here() + " is " + std::string(words_for(value.kind)) + "; it must be " +
               words_for_types(row.types),
           hint);
  }

  void check_text(const KeyRow& row, const JsonValue& value) const {
    if (!row.choices.empty()) {
      const auto known = split_choices(row.choices);
      if (std::ranges::find(known, value.text) == known.end())
        refuse("unknown-name", value, quoted_json(value.text) + " is no value of " + here(),
               suggest(value.text, known));
      return;
    }
    const TextRuleRow& rule = row_of(row.rule);
    if (!rule.accepts(value.text))
      refuse("bad-campaign", value,
             value.text.empty()
                 ? here() + " is empty"
                 : here() + ": " + quoted_json(value.text) + " is not " + std::string(rule.noun),
             std::string(rule.hint));
    if (row.rule == TextRule::decimal || row.rule == TextRule::percent) {
      std::string_view digits = value.text;
      digits = digits.substr(0, digits.find_first_not_of("0123456789."));
      const Rational zero;
      if (row.above_least && *Rational::parse(digits) == zero)
        refuse("bad-campaign", value, here() + " is " + value.text + "; it must be above 0", "");
    }
  }

  void check_number(const KeyRow& row, const JsonValue& value) const {
    const auto amount = Rational::parse(value.text);
    if (!amount)
      refuse("bad-campaign", value, here() + ": the number is too long to be kept exactly",
             "Write it with fewer digits.");
    const auto least = row.least.empty() ? std::nullopt : Rational::parse(row.least);
    const auto most = row.most.empty() ? std::nullopt : Rational::parse(row.most);
    const std::string states = here() + " is " + value.text + "; it must be ";
    const std::string percent =
        row.rule == TextRule::percent
            ? "A percentage is written in quotation marks: \"" + value.text + "%\"."
            : "";
    if (least && row.above_least && *amount <= *least)
      refuse("bad-campaign", value, states + "above " + std::string(row.least), percent);
    if (least && *amount < *least)
      refuse("bad-campaign", value, states + "at least " + std::string(row.least), "");
    if (most && *amount > *most)
      refuse("bad-campaign", value, states + "at most " + std::string(row.most), percent);
    if (row.rule == TextRule::money && !Money::parse(value.text))
      refuse("bad-campaign", value, here() + ": " + value.text + " has more than six decimals", "");
  }

  void check_size(const KeyRow& row, const JsonValue& value, std::size_t size,
                  std::string_view what) const {
    if ((row.types & (integer | number)) != 0) return;
    const auto limit = [&](std::string_view bound) {
      return Rational(static_cast<std::int64_t>(size)) <=> *Rational::parse(bound);
    };
    const bool few = !row.least.empty() && limit(row.least) < 0;
    const bool many = !row.most.empty() && limit(row.most) > 0;
    if (!few && !many) return;
    const std::string need = row.least == row.most ? "exactly " + std::string(row.least)
                             : few                 ? "at least " + std::string(row.least)
                                                   : "at most " + std::string(row.most);
    refuse("bad-campaign", value,
           here() + " has " + std::to_string(size) + " " + std::string(what) + "; it must have " +
               need,
           "");
  }

  void visit_elements(const KeyTree& tree, const JsonValue& value) {
    const std::size_t length = pointer_.size();
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      pointer_ += "/" + std::to_string(i);
      visit(*tree.element, value.items[i], nullptr);
      pointer_.resize(length);
    }
  }

  void visit_members(const KeyTree& tree, const JsonValue& value) {
    const std::size_t length = pointer_.size();
    for (const JsonMember& member : value.members) {
      const KeyTree* key = tree.find(member.key);
      if (key == nullptr) unknown_key(tree, member);
      if (key == tree.any_key) check_map_key(*key->row, member);
      push(member.key);
      visit(*key, member.value, &member);
      pointer_.resize(length);
    }
    for (const KeyTree* key : tree.keys)
      if (key->row->required && value.find(key->name) == nullptr)
        refuse("bad-campaign", JsonValue{value.kind, false, {}, {}, {}, value.offset, 1},
               here() + " has no \"" + std::string(key->name) + "\"",
               "Add the key: " + std::string(key->row->help) + ".");
  }

  void push(std::string_view key) {
    pointer_ += '/';
    for (const char c : key) {
      if (c == '~')
        pointer_ += "~0";
      else if (c == '/')
        pointer_ += "~1";
      else
        pointer_ += c;
    }
  }

  [[noreturn]] void unknown_key(const KeyTree& tree, const JsonMember& member) const {
    std::vector<std::string_view> known;
    for (const KeyTree* key : tree.keys)
      if (!key->name.starts_with('$')) known.push_back(key->name);
    refuse_key("unknown-key", member, quoted_json(member.key) + " is no key of " + here(),
               suggest(member.key, known));
  }

  void check_map_key(const KeyRow& row, const JsonMember& member) const {
    const TextRuleRow& rule = row_of(row.key_rule);
    if (rule.accepts(member.key)) return;
    if (row.key_rule != TextRule::field)
      refuse_key("bad-campaign", member,
                 here() + ": " + quoted_json(member.key) + " is not " + std::string(rule.noun),
                 std::string(rule.hint));
    std::vector<std::string_view> known;
    for (const FieldRow& field : fields()) known.push_back(field.name);
    const std::string_view near = nearest(member.key, known);
    refuse_key(
        "unknown-column", member, quoted_json(member.key) + " is no column",
        near.empty() ? std::string(rule.hint) : "Did you mean \"" + std::string(near) + "\"?");
  }

  CampaignBuilder& builder_;
  std::string pointer_;
};

}  // namespace

void read_value(CampaignBuilder& builder, const KeyTree& tree, const JsonValue& value,
                std::string_view name, std::string_view key) {
  const JsonMember member{std::string(key), value.offset, 0, {}};
  Walker(builder, name).visit(tree, value, key.empty() ? nullptr : &member);
}

CampaignFile read_campaign(std::string_view file_text, std::uint32_t input, std::string_view path) {
  const JsonValue file = parse_json(file_text, input, "bad-campaign");
  CampaignBuilder builder;
  builder.input = input;
  builder.campaign.path = path;
  read_value(builder, campaign_key_tree(), file, {});
  finish_campaign(builder, file);
  if (const JsonValue* posts = file.find("posts"))
    builder.campaign.posts_json = isolated(file_text, *posts);
  return {std::move(builder.campaign), std::move(builder.warnings)};
}

}  // namespace tiktok_kpi
