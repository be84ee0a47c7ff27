#pragma once
// What the generators draw with and print to. Only integers are drawn, so nothing depends on how a
// machine rounds, but for the Zipf tables, which are rounded to 2^-32.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

/// SplitMix64: one multiplication chain per number, any seed is fine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  /// 0 … bound-1; bound below 2^32. The bias is below bound / 2^32.
  std::uint64_t below(std::uint64_t bound) { return ((next() >> 32) * bound) >> 32; }

 private:
  std::uint64_t state_;
};

/// Draws ranks 0 … n-1 with probability proportional to (rank+1)^-s in constant time (Vose's alias
/// method).
class Zipf {
 public:
  Zipf(std::size_t n, double s) : keep_(n), alias_(n) {
    std::vector<double> share(n);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i) sum += share[i] = std::pow(static_cast<double>(i + 1), -s);
    std::vector<std::size_t> small, large;
    for (std::size_t i = 0; i < n; ++i) {
      share[i] *= static_cast<double>(n) / sum;
      (share[i] < 1 ? small : large).push_back(i);
    }
    while (!small.empty() && !large.empty()) {
      const std::size_t low = small.back();
      const std::size_t high = large.back();
      small.pop_back();
      set(low, share[low], high);
      share[high] -= 1 - share[low];
      if (share[high] < 1) {
        large.pop_back();
        small.push_back(high);
      }
    }
    for (const std::size_t i : small) set(i, 1, i);
    for (const std::size_t i : large) set(i, 1, i);
  }

  std::size_t draw(Random& random) const {
    const std::size_t i = random.below(keep_.size());
    return (random.next() >> 32) < keep_[i] ? i : alias_[i];
  }

 private:
  void set(std::size_t i, double keep, std::size_t alias) {
    keep_[i] = static_cast<std::uint64_t>(keep * 4294967296.0);
    alias_[i] = static_cast<std::uint32_t>(alias);
  }

  std::vector<std::uint64_t> keep_;
  std::vector<std::uint32_t> alias_;
};

/// A growing text that goes to standard output a few MiB at a time.
class Output {
 public:
  Output() { bytes_.reserve(limit + (1U << 16)); }
  ~Output() { flush(); }
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;

  Output& operator<<(std::string_view text) {
    bytes_.append(text);
    return *this;
  }
  Output& operator<<(std::uint64_t number) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    bytes_.append(digits.data(), end);
    return *this;
  }
  void end_row() {
    if (bytes_.size() > limit) flush();
  }

 private:
  static constexpr std::size_t limit = 4U << 20;

  void flush() {
    if (std::fwrite(bytes_.data(), 1, bytes_.size(), stdout) != bytes_.size()) {
      std::fputs("cannot write\n", stderr);
      std::_Exit(4);
    }
    bytes_.clear();
  }

  std::string bytes_;
};

// From 2023-01-01, two years, one of them leap.
inline constexpr std::uint64_t first_second = 1'672'531'200;
inline constexpr std::uint64_t second_count = 731ULL * 86'400;

inline std::string two_digits(std::uint64_t value) {
  return {static_cast<char>('0' + value / 10), static_cast<char>('0' + value % 10)};
}

/// The civil days of the two years, printed once.
inline std::vector<std::string> make_days() {
  std::vector<std::string> days;
  for (const int year : {2023, 2024}) {
    const std::array<std::uint64_t, 12> months{
        31, year == 2024 ? 29U : 28U, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (std::uint64_t month = 0; month < 12; ++month)
      for (std::uint64_t day = 1; day <= months[month]; ++day)
        days.push_back(std::to_string(year) + '-' + two_digits(month + 1) + '-' + two_digits(day));
  }
  return days;
}

/// "2023-01-01T09:58:12Z" into a reused buffer.
class Clock {
 public:
  std::string_view print(std::uint64_t second) {
    const std::uint64_t since = second - first_second;
    std::copy_n(days_[since / 86'400].data(), 10, text_.data());
    const std::uint64_t rest = since % 86'400;
    put(11, rest / 3'600);
    put(14, rest / 60 % 60);
    put(17, rest % 60);
    return text_;
  }

 private:
  void put(std::size_t at, std::uint64_t value) {
    text_[at] = static_cast<char>('0' + value / 10);
    text_[at + 1] = static_cast<char>('0' + value % 10);
  }

  std::vector<std::string> days_ = make_days();
  std::string text_ = "0000-00-00T00:00:00Z";
};
