// Missed checks as workflow commands, which GitHub shows beside a run.
#include "core/text.hpp"
#include "render/checks.hpp"
#include "render/output.hpp"
#include "render/renderers.hpp"

namespace tiktok_kpi {
namespace {

/// A command is one line; in its title commas and colons have a meaning.
std::string escaped(std::string_view raw, bool in_title) {
  std::string text(raw);
  repair_utf8(text);
  std::string out;
  for (const char c : text) switch (c) {
      case '%': out += "%25"; break;
      case '\r': out += "%0D"; break;
      case '\n': out += "%0A"; break;
      case ':': out += in_title ? "%3A" : ":"; break;
      case ',': out += in_title ? "%2C" : ","; break;
      default: out += c;
    }
  return out;
}

/// "file=campaign.json,line=3,col=7,": GitHub shows the message beside the rule.
std::string place_of(const FilePosition& at) {
  if (at.line == 0) return {};
  return "file=" + escaped(at.path, true) + ",line=" + std::to_string(at.line) +
         ",col=" + std::to_string(at.column) + ",";
}

void write_checks(const Document& document, Output& output) {
  for (const Document& campaign : document.campaigns) write_checks(campaign, output);
  for (const Check& check : document.checks) {
    if (check.passed()) continue;
    const std::string_view command = check.level >= Severity::error     ? "error"
                                     : check.level == Severity::warning ? "warning"
                                                                        : "notice";
    output.text()
        .append("::")
        .append(command)
        .append(" ")
        .append(place_of(check.at))
        .append("title=")
        .append(escaped(document.title.empty() ? "tiktok-kpi" : document.title, true))
        .append("::")
        .append(escaped(sentence_of(check), false))
        .append("\n");
    output.row_done();
  }
}

void render_github(const Document& document, const RenderOptions&, ByteSink& sink) {
  Output output(sink);
  write_checks(document, output);
  output.finish();
}

}  // namespace

constinit const Renderer github_renderer{
    "github", "", "missed checks as workflow commands of GitHub Actions", render_github};

}  // namespace tiktok_kpi
