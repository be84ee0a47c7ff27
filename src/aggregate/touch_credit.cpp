// Shares of one order in whole numbers, the same on every machine: powers of one half are worked
// out in fixed point, not by the math library.
#include "aggregate/touch_credit.hpp"

#include <algorithm>
#include <cassert>

namespace tiktok_kpi {
namespace {

constexpr std::array<std::string_view, attribution_model_count> names{
    "last_touch",     "last_non_direct", "first_touch",  "linear", "time_decay",
    "position_based", "shapley",         "shapley_rate", "markov"};

constexpr int weight_bits = 62;  ///< of a weight: 1 is 2^62
constexpr std::uint64_t one = std::uint64_t{1} << weight_bits;

constexpr std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  return static_cast<std::uint64_t>((UInt128{a} * b + (one >> 1)) >> weight_bits);
}

/// Square root of a weight, rounded down.
constexpr std::uint64_t root(std::uint64_t value) {
  const UInt128 square = UInt128{value} << weight_bits;
  std::uint64_t result = 0;
  for (int bit = weight_bits; bit >= 0; --bit) {
    const std::uint64_t tried = result | (std::uint64_t{1} << bit);
    if (UInt128{tried} * tried <= square) result = tried;
  }
  return result;
}

constexpr int chunk_bits = 8;
constexpr int chunks = 4;
using Powers = std::array<std::array<std::uint64_t, 1 << chunk_bits>, chunks>;

/// powers[c][i] = 2^-(i / 256^(c+1)): a fraction of 32 bits is four look-ups.
constexpr Powers make_powers() {
  Powers powers{};
  std::uint64_t half_power = one >> 1;  // 2^-1, then 2^-1/2, 2^-1/4…
  for (auto& chunk : powers) {
    chunk[0] = one;
    for (std::size_t bit = 1 << (chunk_bits - 1); bit > 0; bit >>= 1) {
      half_power = root(half_power);
      chunk[bit] = half_power;
    }
    for (std::size_t i = 1; i < chunk.size(); ++i) {
      const std::size_t highest = std::size_t{1} << (31 - __builtin_clz(static_cast<unsigned>(i)));
      if (i != highest) chunk[i] = times(chunk[highest], chunk[i - highest]);
    }
  }
  return powers;
}
constexpr Powers powers = make_powers();

/// 2^-x of x in 2^-96, in 2^-62. Relative error below 2^-55 while the result is above 2^-7, and an
/// absolute one below 2^-59.
std::uint64_t power_of_half(UInt128 x) {
  const auto whole = static_cast<std::uint64_t>(x >> 96);
  if (whole > weight_bits) return 0;
  const auto fraction = static_cast<std::uint64_t>(x >> 32);  // 64 bits after the point
  std::uint64_t result = powers[0][fraction >> 56];
  result = times(result, powers[1][(fraction >> 48) & 0xFF]);
  result = times(result, powers[2][(fraction >> 40) & 0xFF]);
  result = times(result, powers[3][(fraction >> 32) & 0xFF]);
  // 2^-d = 1 - d ln 2 for the last 32 bits: the square of d is below 2^-64.
  constexpr std::uint64_t ln2 = 0x2C5C85FDF473DE6A;  // 2^62 ln 2
  const std::uint64_t d = (fraction & 0xFFFF'FFFF) >> 2;
  result = times(result, one - times(d, ln2));
  return result >> whole;
}

/// Parts of whole_order, rounded down.
std::int64_t parts_of(const Rational& weight) {
  const auto parts = multiply(weight, Rational(whole_order));
  if (parts) return static_cast<std::int64_t>(parts->numerator() / parts->denominator());
  return static_cast<std::int64_t>(weight.to_double() * static_cast<double>(whole_order));
}

/// `parts` of whole_order as parts of `whole`.
std::int64_t scaled(std::int64_t parts, std::int64_t whole) {
  if (whole == whole_order) return parts;
  return static_cast<std::int64_t>(Int128{parts} * whole / whole_order);
}

/// Evenly, what is left over to the last ones.
void divide_evenly(std::int64_t whole, std::span<std::int64_t> shares) {
  const auto count = static_cast<std::int64_t>(shares.size());
  const std::int64_t each = whole / count;
  std::ranges::fill(shares, each);
  std::int64_t left = whole - each * count;
  for (std::size_t i = shares.size(); left > 0; --left) ++shares[--i];
}

void give_to(std::size_t touch, std::int64_t whole, std::span<std::int64_t> shares) {
  std::ranges::fill(shares, 0);
  shares[touch] = whole;
}

/// 1/k to each of the k channels, at its newest touch. Journeys are short: looking back beats a
/// table.
void divide_by_channel(std::int64_t whole, std::span<const Touch> touches,
                       std::span<std::int64_t> shares) {
  const auto is_newest = [&](std::size_t at) {
    return std::ranges::find(touches.subspan(at + 1), touches[at].channel, &Touch::channel) ==
           touches.end();
  };
  std::int64_t channels = 0;
  for (std::size_t i = 0; i < touches.size(); ++i) channels += shares[i] = is_newest(i) ? 1 : 0;
  const std::int64_t each = whole / channels;
  std::int64_t left = whole - each * channels;
  for (std::size_t i = shares.size(); i-- > 0;)
    if (shares[i] != 0) shares[i] = each + (left-- > 0 ? 1 : 0);
}

}  // namespace

std::string_view name_of(AttributionModel model) { return names[static_cast<std::size_t>(model)]; }

std::optional<AttributionModel> find_attribution_model(std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<AttributionModel>(found - names.begin());
}

CreditShares::CreditShares(const Rational& half_life_days, const std::array<Rational, 3>& weights,
                           ChannelId direct)
    : first_(parts_of(weights[0])), last_(parts_of(weights[2])), direct_(direct) {
  assert(!half_life_days.is_negative() && !half_life_days.is_zero());
  constexpr UInt128 per_second = UInt128{1} << 96;
  half_lives_per_second_ = per_second - 1;
  const auto seconds = multiply(half_life_days, Rational(86'400));
  if (!seconds || *seconds <= Rational(1)) return;
  // 2^96 / seconds without leaving 128 bits: decimals are taken to 2^-30 of a second.
  constexpr Int128 fine = Int128{1} << 30;
  const auto fine_seconds = multiply(*seconds, Rational(fine));
  if (fine_seconds) {
    const auto whole =
        static_cast<UInt128>(fine_seconds->numerator() / fine_seconds->denominator());
    // Rounded up: a whole number of half-lives then is one, and a hair more, not a hair less.
    half_lives_per_second_ = ((per_second << 30) + whole - 1) / whole;
  } else {
    half_lives_per_second_ =
        static_cast<UInt128>(static_cast<double>(per_second) / seconds->to_double());
  }
}

void CreditShares::divide(AttributionModel model, std::int64_t whole,
                          std::span<const Touch> touches, std::span<std::int64_t> shares) const {
  assert(!touches.empty() && touches.size() == shares.size());
  assert(is_per_order(model));
  switch (model) {
    case AttributionModel::last_touch: return give_to(touches.size() - 1, whole, shares);
    case AttributionModel::first_touch: return give_to(0, whole, shares);
    case AttributionModel::last_non_direct: {
      std::size_t at = touches.size();
      while (at > 0 && touches[at - 1].channel == direct_) --at;
      return give_to((at > 0 ? at : touches.size()) - 1, whole, shares);
    }
    case AttributionModel::linear: return divide_evenly(whole, shares);
    case AttributionModel::time_decay: return divide_by_age(whole, touches, shares);
    case AttributionModel::position_based: return divide_by_position(whole, shares);
    default: return divide_by_channel(whole, touches, shares);
  }
}

void CreditShares::divide_by_position(std::int64_t whole, std::span<std::int64_t> shares) const {
  const std::size_t count = shares.size();
  if (count == 1) return give_to(0, whole, shares);
  const std::int64_t first = scaled(first_, whole);
  const std::int64_t last = scaled(last_, whole);
  const std::int64_t middle = whole - first - last;
  if (count == 2) {
    shares[0] = first + middle / 2;
    shares[1] = whole - shares[0];
    return;
  }
  shares.front() = first;
  shares.back() = last;
  divide_evenly(middle, shares.subspan(1, count - 2));
}

void CreditShares::divide_by_age(std::int64_t whole, std::span<const Touch> touches,
                                 std::span<std::int64_t> shares) const {
  // Only differences of age matter: the newest touch has weight 1.
  const std::int64_t newest = touches.back().age_s;
  UInt128 sum = 0;
  for (std::size_t i = 0; i < touches.size(); ++i) {
    const auto older = static_cast<std::uint64_t>(touches[i].age_s - newest);
    const std::uint64_t weight = power_of_half(half_lives_per_second_ * older);
    shares[i] = static_cast<std::int64_t>(weight);
    sum += weight;
  }
  // One division for all: 1 / sum in 2^-125, of which 57 bits and more are good.
  const auto inverse = static_cast<std::uint64_t>((UInt128{1} << 125) / sum);
  std::int64_t left = whole;
  for (std::int64_t& share : shares) {
    const auto part = static_cast<std::uint64_t>((static_cast<UInt128>(share) * inverse) >> 63);
    share = static_cast<std::int64_t>(times(part, static_cast<std::uint64_t>(whole)));
    left -= share;
  }
  // Each was rounded by half a part: less than one a touch is left over or given twice.
  for (std::size_t i = shares.size(); left != 0; i = i > 1 ? i - 1 : shares.size()) {
    const std::int64_t step = left > 0 ? 1 : shares[i - 1] > 0 ? -1 : 0;
    shares[i - 1] += step;
    left -= step;
  }
}

}  // namespace tiktok_kpi
