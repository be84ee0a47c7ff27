// Creators over several campaigns. One campaign alone has nothing to say of that: the portfolio of
// several fills it (report/portfolio.hpp).
#include "report/campaign_figures.hpp"
#include "report/sections/sections.hpp"

namespace tiktok_kpi {
namespace {

Request needs_of_partnerships(const ReportContext& context) {
  return context.of_portfolio ? needs_of_campaign_figures(context) : Request{};
}

void build_partnerships(Answers&, Document&, Section& section) {
  section.absent =
      "one campaign: name several campaign files to see who came back, and how that went";
}

}  // namespace

const ReportSection partnerships_section{
    "partnerships", "Partnerships",
    "creators over several campaigns: who came back, and how it went", needs_of_partnerships,
    build_partnerships};

}  // namespace tiktok_kpi
