// Times the models that compare journeys: a million journeys of up to eight visits over 20
// channels.
//
//   bench_models [JOURNEYS] [CHANNELS]
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "aggregate/credit_ledger.hpp"
#include "analysis/attribution.hpp"
#include "drawing.hpp"

int main(int argc, char** argv) {
  using namespace tiktok_kpi;
  const std::uint64_t journeys = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1'000'000;
  const std::uint64_t channels = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20;
  struct Journey {
    std::size_t begin, end;
    bool converted;
  };
  std::vector<Touch> touches;
  std::vector<Journey> all;
  Random random(1);
  for (std::uint64_t i = 0; i < journeys; ++i) {
    const std::size_t begin = touches.size();
    for (std::uint64_t visit = 1 + random.below(8); visit > 0; --visit)
      touches.push_back({static_cast<ChannelId>(random.below(channels)),
                         static_cast<std::int32_t>(visit * 86'400)});
    all.push_back({begin, touches.size(), random.below(10) == 0});
  }
  const CreditRules rules{
      CreditPolicy::code_first, MultiCode::split, std::int64_t{30} * 86'400,
      CreditShares(Rational(7),
                   {*Rational::parse("0.4"), *Rational::parse("0.2"), *Rational::parse("0.4")},
                   static_cast<ChannelId>(channels))};
  for (const AttributionModel model : {AttributionModel::shapley, AttributionModel::markov}) {
    const auto started = std::chrono::steady_clock::now();
    CreditLedger ledger(channels + 1, std::array{model}, rules);
    for (const Journey& journey : all) {
      const auto visits =
          std::span<const Touch>(touches).subspan(journey.begin, journey.end - journey.begin);
      if (journey.converted)
        ledger.add({49'900'000, {}, visits, 1});
      else
        ledger.add_without_order(visits);
    }
    const auto credits = analyze_attribution(ledger, *Currency::parse("EUR"));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    std::printf("%-8s %llu journeys, %llu channels: %.3f s, first channel %.2f orders\n",
                model == AttributionModel::shapley ? "shapley" : "markov",
                static_cast<unsigned long long>(journeys),
                static_cast<unsigned long long>(channels), took.count(),
                credits.front().channels.front().orders.to_double());
  }
}
