// The program's table of contents: load, keep, add up, build.
#include "tiktok_kpi/pipeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <thread>

#include "core/civil_time.hpp"
#include "core/text.hpp"
#include "data_notes.hpp"
#include "dataset.hpp"
#include "input/formats/format.hpp"
#include "input/lexicon_reader.hpp"
#include "input/locate.hpp"
#include "input/naive_reader.hpp"
#include "metrics/formula_rows.hpp"
#include "metrics/lenses.hpp"
#include "portfolio.hpp"
#include "positions.hpp"
#include "report/build.hpp"
#include "report/campaign_figures.hpp"
#include "report/explanation.hpp"
#include "report/traced_cells.hpp"
#include "tiktok_kpi/core/error.hpp"

namespace tiktok_kpi {
namespace {

/// A vendor's rate is a metric of every table of posts, unless only some of them are looked at.
void add_lens(const TableOptions& table, std::span<const ReportSection* const> sections,
              std::vector<OwnMetric>& metrics) {
  if (table.lens.empty()) return;
  const Lens& lens = find_lens(table.lens);
  const auto any_of = [&](std::initializer_list<std::string_view> ids) {
    return std::ranges::any_of(sections, [&](const ReportSection* section) {
      return std::ranges::find(ids, section->id) != ids.end();
    });
  };
  if (lens.newest == 0 ? !any_of({"headline", "creators", "posts", "hashtags", "timeline",
                                  explanation_section.id})
                       : !any_of({"headline", "creators"}))
    throw Error(
        "bad-option",
        lens.newest == 0
            ? std::string("--as: nothing that is asked for shows an engagement rate")
            : fmt::format(
                  "--as: {} looks at the newest {} posts of an account, and no account is shown",
                  lens.label, lens.newest),
        fmt::format("tiktok-kpi report --as {} and tiktok-kpi creators --as {} do", lens.id,
                    lens.id));
  if (lens.newest > 0) return;
  Definition definition = define(lens);
  std::string id = definition.id;
  metrics.push_back(
      {std::move(id), std::string(lens.label), metric_of(lens.engagement), std::move(definition)});
}

std::vector<OwnMetric> own_metrics_of(const Campaign& campaign) {
  std::vector<OwnMetric> metrics;
  for (const MetricSpec& spec : campaign.metrics) {
    const MetricKind kind = spec.aggregation == "mean"     ? MetricKind::mean
                            : spec.aggregation == "median" ? MetricKind::median
                                                           : MetricKind::ratio;
    constexpr std::pair<std::string_view, Unit> units[] = {
        {"count", Unit::count}, {"ratio", Unit::ratio},     {"factor", Unit::factor},
        {"money", Unit::money}, {"seconds", Unit::seconds}, {"hours", Unit::hours},
        {"days", Unit::days},   {"per_day", Unit::per_day}};
    const auto* unit =
        std::ranges::find(units, spec.unit, &std::pair<std::string_view, Unit>::first);
    Diagnostic fault;
    auto metric =
        PostMetric::make(spec.formula, kind, unit == std::end(units) ? Unit::none : unit->second,
                         std::nullopt, fault, spec.place);
    if (!metric) throw Error(fault);
    metrics.push_back({spec.id, spec.id, std::move(*metric), {}});
  }
  return metrics;
}

/// When each input was exported, in Unix seconds, where that is known.
std::vector<std::optional<std::int64_t>> export_times(const ReadLog& log) {
  std::vector<std::optional<std::int64_t>> times;
  for (const InputLog& input : log.inputs) {
    const auto& exported = input.plan.exported_at;
    times.push_back(exported ? std::optional(exported->seconds) : std::nullopt);
  }
  return times;
}

/// Which posts are the campaign, and followers that the campaign file states.
void apply_campaign(const Campaign& campaign, Store& store, const TimeZone& zone,
                    unsigned threads) {
  for (const CampaignCreator& creator : campaign.creators) {
    const std::uint32_t entry = store.creators().find(creator.handle);
    if (entry != Names::none && creator.followers)
      store.set_stated_followers(entry, *creator.followers);
  }
  const bool open = campaign.creators.empty() && !campaign.period.given() &&
                    campaign.track_hashtags.empty() && campaign.track_mentions.empty();
  if (open) return;
  const Membership rules(campaign);
  std::vector<std::uint8_t> listed(store.creators().size());
  std::vector<std::uint8_t> tracked(store.tags().size());
  for (std::uint32_t entry = 0; entry < listed.size(); ++entry)
    listed[entry] = rules.lists(store.creators().key(entry));
  for (std::uint32_t entry = 0; entry < tracked.size(); ++entry)
    tracked[entry] = rules.tracks_tag(store.tags().key(entry));
  store.set_scopes(
      [&](PostBatch& posts) {
        const Batch& batch = posts.batch;
        const BatchColumn* creators = batch.column(Field::creator);
        const BatchColumn* times = batch.column(Field::posted_at);
        const BatchColumn* tags = batch.column(Field::tags);
        const BatchColumn* sponsored = batch.column(Field::sponsored);
        const BatchColumn* captions = batch.column(Field::caption);
        posts.scopes.resize(batch.size);
        for (std::size_t row = 0; row < batch.size; ++row) {
          const bool known = creators->states[row] == CellState::value;
          bool carries = false;
          for (const std::uint32_t tag : list_of(*tags, row))
            carries = carries || tracked[tag] != 0;
          if (!carries && captions != nullptr && captions->states[row] == CellState::value)
            for (const std::string& mention : mentions_of(captions->texts[row]))
              carries = carries || rules.tracks_mention(mention);
          std::optional<Day> day;
          if (times->states[row] != CellState::missing)
            day = day_of(times->numbers[row], times->states[row], zone);
          const bool paid =
              sponsored->states[row] == CellState::value && sponsored->numbers[row] != 0;
          posts.scopes[row] =
              rules.scope(known ? listed[static_cast<std::size_t>(creators->numbers[row])] != 0
                                : campaign.creators.empty(),
                          carries, paid, day);
        }
      },
      threads);
}

/// --where and --creator over what the campaign selects.
PostSelector selector_of(const Invocation& invocation, const Campaign& campaign, const Store& store,
                         const TimeZone& zone) {
  const Settings& settings = campaign.settings;
  std::shared_ptr<const RowFormula> filter;
  if (!invocation.table.where.empty()) {
    RowContext context;
    context.missing = settings.missing;
    context.zone = &zone;
    context.entry_of = [&store](Field field, std::string_view raw) {
      const NameSpace space = name_space_of(field);
      const Names& names = space == NameSpace::creator ? store.creators()
                           : space == NameSpace::tag   ? store.tags()
                                                       : store.texts();
      return names.find(normal_name(space, raw));
    };
    filter = compile_filter(invocation.table.where, settings, std::move(context));
  }
  std::optional<std::uint32_t> only;
  if (!invocation.table.creator.empty()) {
    only = store.creators().find(normal_handle(invocation.table.creator));
    // Of a listed account without posts orders may say something.
    if (*only == Names::none &&
        std::ranges::find(campaign.creators, normal_handle(invocation.table.creator),
                          &CampaignCreator::handle) == campaign.creators.end()) {
      std::vector<std::string_view> known;
      for (std::uint32_t i = 0; i < store.creators().size(); ++i)
        known.push_back(store.creators().key(i));
      const std::string_view near = nearest(normal_handle(invocation.table.creator), known);
      throw Error("unknown-creator",
                  fmt::format("no post is by @{}", normal_handle(invocation.table.creator)),
                  near.empty() ? "" : fmt::format("did you mean @{}?", near));
    }
  }
  FieldSet fields = filter ? filter->fields() : FieldSet{};
  if (only) fields.insert(Field::creator);
  return {fields, [filter, only](const PostBatch& posts, std::vector<std::uint8_t>& selected) {
            select_campaign(posts, selected);
            if (only) {
              const BatchColumn& creators = *posts.batch.column(Field::creator);
              for (std::size_t row = 0; row < posts.batch.size; ++row)
                if (creators.states[row] != CellState::value || creators.numbers[row] != *only)
                  selected[row] = 0;
            }
            if (filter) {
              std::vector<double> values(posts.batch.size);
              std::vector<std::uint8_t> defined(posts.batch.size);
              filter->evaluate(posts.batch, values, defined);
              for (std::size_t row = 0; row < posts.batch.size; ++row)
                if (defined[row] == 0 || values[row] == 0.0) selected[row] = 0;
            }
          }};
}

FieldSet fields_of_filter(const Invocation& invocation, const Settings& settings) {
  if (invocation.table.where.empty()) return {};
  return compile_filter(invocation.table.where, settings, {})->fields();
}

/// Of an export, else of a post, else of a daily series.
std::optional<std::int32_t> newest_day(const Store& store, const TimeZone& zone) {
  std::optional<std::int32_t> newest;
  const auto add = [&](std::int32_t day) { newest = std::max(newest.value_or(day), day); };
  for (const NewestTime& time : {store.newest_export(), store.newest_post()}) {
    if (time.instant) add(day_of(*time.instant, CellState::value, zone));
    if (time.day) add(day_of(*time.day, CellState::day, zone));
  }
  if (store.newest_export().known()) return newest;
  for (const DailyFacts& facts : store.daily()) add(facts.day);
  return newest;
}

std::optional<std::int32_t> as_of_day(const Invocation& invocation, const Store& store,
                                      const TimeZone& zone) {
  if (invocation.now == "today") {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return day_of(std::chrono::duration_cast<std::chrono::seconds>(now).count(), CellState::value,
                  zone);
  }
  if (!invocation.now.empty()) {
    const auto stated = parse_iso_time(invocation.now);
    if (!stated)
      throw Error("bad-option", fmt::format("\"{}\" is no time for --now", invocation.now),
                  "use 2024-05-31, 2024-05-31T12:00:00Z or today");
    return stated->day;
  }
  return newest_day(store, zone);
}

/// "order:1043": one order is explained, not a figure.
bool is_order(std::string_view explained) { return explained.starts_with("order:"); }

/// How the inputs are read, and what a plain reading saw of their cells.
struct Reading {
  std::function<ReadLog(std::span<const InputSpec>, const AskedFields&, const ReadOptions&, Sink&)>
      read_inputs = read;
  CellTrace* trace = nullptr;
};

/// `figures`, when given, receives what a portfolio needs.
Outcome report_of(const DatasetSpec& spec, const Invocation& invocation, const Reading& reading,
                  std::optional<CampaignFigures>* figures = nullptr) {
  const Settings& settings = spec.campaign.settings;
  auto zone = TimeZone::find(settings.timezone);
  if (!zone)
    throw Error("bad-option", fmt::format("\"{}\" is no time zone", settings.timezone),
                "use an IANA name such as Europe/Berlin");
  std::vector<const ReportSection*> sections =
      invocation.table.explain.empty() ? pick_sections(invocation.sections)
      : is_order(invocation.table.explain)
          ? std::vector<const ReportSection*>{&find_section("attribution")}
          : std::vector<const ReportSection*>{&explanation_section};
  std::vector<OwnMetric> own = own_metrics_of(spec.campaign);
  add_lens(invocation.table, sections, own);
  const ReportContext context{spec.campaign,           settings,          invocation.table, own,
                              invocation.every_column, figures != nullptr};
  // Partnerships are a section of the portfolio, which is made from the figures of its campaigns.
  if (figures != nullptr) std::erase(sections, &partnerships_section);
  std::vector<const ReportSection*> needing = sections;
  if (figures != nullptr) needing.push_back(&partnerships_section);
  const std::vector<Request> requests = needs_of(needing, context);

  AskedFields asked;
  FieldSet& posts = asked.of(RecordKind::post);
  for (const Request& request : requests) posts.insert(request.fields());
  posts.insert(fields_of_filter(invocation, settings));
  posts.insert({Field::post_id, Field::creator, Field::posted_at});
  // Which of several copies of a post is the newest must not depend on what is asked.
  posts.insert({Field::exported_at, Field::views});
  const Campaign& campaign = spec.campaign;
  if (!campaign.creators.empty() || campaign.period.given() || !campaign.track_hashtags.empty() ||
      !campaign.track_mentions.empty())
    posts.insert({Field::tags, Field::sponsored});
  if (!campaign.track_mentions.empty()) posts.insert(Field::caption);
  if (std::ranges::any_of(requests, &Request::commerce))
    for (const RecordKind kind : {RecordKind::order, RecordKind::touch, RecordKind::ad_day})
      asked.of(kind) = Commerce::fields_of(kind);
  std::optional<LexiconFile> lexicon;
  if (std::ranges::any_of(requests, &Request::comments)) {
    if (!spec.lexicon.empty()) lexicon = read_lexicon(spec.lexicon);
    asked.of(RecordKind::comment) = Comments::fields(lexicon.has_value());
  }
  asked.of(RecordKind::creator) = FieldSet::all_of(RecordKind::creator);
  asked.of(RecordKind::daily) = FieldSet::all_of(RecordKind::daily);

  const unsigned threads = spec.options.threads > 0
                               ? spec.options.threads
                               : std::max(1U, std::thread::hardware_concurrency());
  Store store(posts, settings.revenue_basis);
  if (std::ranges::any_of(requests, &Request::snapshots)) store.keep_snapshots();
  if (lexicon) store.comments().score_by(&lexicon->lexicon);
  ReadOptions options = spec.options;
  options.customers_match_visits = true;
  const ReadLog log = reading.read_inputs(spec.inputs, asked, options, store);
  if (reading.trace != nullptr)
    reading.trace->where = [&](const std::vector<Place>& places) {
      return positions_of(spec, log, places);
    };
  store.finish();
  store.commerce().finish(threads, export_times(log));
  apply_campaign(campaign, store, *zone, threads);

  const PostSelector select = selector_of(invocation, campaign, store, *zone);
  Answers answers{context,
                  store,
                  *zone,
                  select,
                  threads,
                  {},
                  {},
                  {},
                  {},
                  as_of_day(invocation, store, *zone),
                  newest_day(store, *zone),
                  reading.trace,
                  store.commerce()};
  if (store.commerce().order_count() > 0) {
    answers.accounts = known_accounts(store.commerce(), store);
    answers.attribution = attribute_orders(store.commerce(), campaign, answers.accounts, threads);
  }
  answers.money = campaign_money(campaign, answers.attribution ? &*answers.attribution : nullptr);
  std::vector<Request> groups = requests;
  std::erase_if(groups, [](const Request& request) { return request.groupings.empty(); });
  for (Aggregates& aggregates : accumulate(store, groups, select, *zone, threads)) {
    const Grouping grouping = aggregates.grouping;
    answers.aggregates.emplace(grouping, std::move(aggregates));
  }
  Outcome outcome;
  describe_inputs(spec, log, invocation, outcome.document);
  note_unused_records(log, asked, outcome.document, answers.guesses);
  note_merged_rows(store.merge_counts(), outcome.document);
  note_order_copies(spec, log, store.commerce().copies(), outcome.document);
  if (answers.attribution) note_attribution(spec, log, *answers.attribution, outcome.document);
  if (lexicon) describe_lexicon(*lexicon, outcome.document);
  answers.inputs = outcome.document.inputs;
  for (const InputLog& input : log.inputs)
    for (const std::string& guess : input.plan.guesses)
      answers.guesses.push_back(fmt::format("{}: {}", input.path, guess));
  answers.where = [&](const std::vector<Place>& places) {
    return file_positions_of(spec, log, places);
  };
  build_sections(sections, answers, outcome.document);
  place_checks(outcome.document.checks, invocation);
  if (figures != nullptr) *figures = campaign_figures(answers);
  outcome.exit = exit_of(spec, log, invocation);
  if (invocation.strict && !store.commerce().copies().conflicting.empty())
    outcome.exit = worse(outcome.exit, ExitCode::input);
  outcome.empty = nothing_readable(log);
  const auto missed = [&](Severity level) {
    return std::ranges::any_of(outcome.document.checks, [level](const Check& check) {
      return !check.passed() && check.level >= level;
    });
  };
  const bool warned = std::ranges::any_of(
      outcome.document.diagnostics,
      [](const PrintedDiagnostic& d) { return d.diagnostic.severity >= Severity::warning; });
  outcome.document.status = outcome.exit != ExitCode::done || missed(Severity::error) ? "fail"
                            : warned || missed(Severity::warning)                     ? "warn"
                                                                                      : "pass";
  return outcome;
}

/// The figure once more, by the plain reader, which sees every cell. Both readers must agree.
Outcome traced(const DatasetSpec& spec, const Invocation& invocation, Outcome fast) {
  if (!std::ranges::all_of(spec.inputs,
                           [](const InputSpec& input) { return input.location.reopenable(); })) {
    fast.document.sections.back().blocks.emplace_back(Paragraph{
        "Where its cells stand takes a second reading, which a pipe does not allow: save it to a file."});
    return fast;
  }
  CellTrace trace;
  const CellObserver observe = [&trace](const NaiveCell& cell) {
    if (cell.kind == RecordKind::post)
      trace.records[{cell.place.input, cell.record}].push_back(
          {cell.field, cell.place, std::string(cell.text)});
  };
  const auto read_plainly = [&observe](std::span<const InputSpec> inputs, const AskedFields& asked,
                                       const ReadOptions& options, Sink& sink) {
    return read_naive(inputs, asked, options, sink, observe);
  };
  Outcome plain = report_of(spec, invocation, {read_plainly, &trace});
  for (std::size_t i = 0; i < fast.document.totals.size(); ++i)
    if (fast.document.totals[i].value != plain.document.totals[i].value)
      throw Error("internal", fmt::format("the plain reader finds another {} than the fast one",
                                          fast.document.totals[i].column.id));
  return plain;
}

}  // namespace

Outcome run_report(const Invocation& invocation) {
  const auto run = [](const Invocation& one, std::optional<CampaignFigures>* figures) {
    const DatasetSpec spec = resolve_dataset(one);
    Outcome outcome = report_of(spec, one, {}, figures);
    return one.table.explain.empty() || is_order(one.table.explain) || outcome.empty
               ? outcome
               : traced(spec, one, std::move(outcome));
  };
  const std::vector<std::string> campaigns = several_campaigns(invocation);
  if (campaigns.empty()) return run(invocation, nullptr);
  return run_portfolio(invocation, campaigns, [&](const Invocation& one, bool with_figures) {
    CampaignRun made;
    made.outcome = run(one, with_figures ? &made.figures : nullptr);
    return made;
  });
}

}  // namespace tiktok_kpi
