// Checks as JUnit XML, which every CI server draws. A check of level error is a test; what misses a
// lower level passes with a message.
#include <algorithm>
#include <vector>

#include "core/text.hpp"
#include "render/checks.hpp"
#include "render/output.hpp"
#include "render/renderers.hpp"

namespace tiktok_kpi {
namespace {

/// Text of an attribute or element. Control characters have no place in XML 1.0.
std::string escaped(std::string_view raw) {
  std::string text(raw);
  repair_utf8(text);
  std::string out;
  for (const char c : text) switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  return out;
}

/// The end of a failure: the posts it is about, a line each.
std::string body_of(const Check& check) {
  if (check.evidence.empty()) return "/>";
  std::string body = ">";
  for (const CheckEvidence& evidence : check.evidence) {
    if (body.size() > 1) body += '\n';
    if (!evidence.at.path.empty()) body += escaped(evidence.at.in_words()) + ": ";
    body += escaped(evidence.text);
  }
  return body + "</failure>";
}

std::size_t failures_of(const Document& document) {
  return static_cast<std::size_t>(std::ranges::count_if(document.checks, [](const Check& check) {
    return !check.passed() && check.level >= Severity::error;
  }));
}

/// A suite of tests: the checks of one campaign.
void write_suite(const Document& document, Output& output) {
  std::string& out = output.text();
  out += "  <testsuite name=\"" + escaped(document.title.empty() ? "tiktok-kpi" : document.title) +
         "\" tests=\"" + std::to_string(document.checks.size()) + "\" failures=\"" +
         std::to_string(failures_of(document)) + "\" errors=\"0\" skipped=\"0\">\n";
  for (const Check& check : document.checks) {
    out += "    <testcase classname=\"" + escaped(check.kind) + "\" name=\"" +
           escaped(rule_of(check)) + "\"";
    const std::string finding = escaped(finding_of(check));
    if (check.passed())
      out += "/>\n";
    else if (check.level >= Severity::error)
      out +=
          ">\n      <failure message=\"" + finding + "\"" + body_of(check) + "\n    </testcase>\n";
    else
      out += ">\n      <system-out>" + std::string(name_of(check.level)) + ": " + finding +
             "</system-out>\n    </testcase>\n";
    output.row_done();
  }
  out += "  </testsuite>\n";
}

void render_junit(const Document& document, const RenderOptions&, ByteSink& sink) {
  std::vector<const Document*> suites;
  for (const Document& campaign : document.campaigns) suites.push_back(&campaign);
  if (suites.empty()) suites.push_back(&document);
  std::size_t tests = 0;
  std::size_t failures = 0;
  for (const Document* suite : suites) {
    tests += suite->checks.size();
    failures += failures_of(*suite);
  }
  Output output(sink);
  output.text() += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"" +
                   std::to_string(tests) + "\" failures=\"" + std::to_string(failures) + "\">\n";
  for (const Document* suite : suites) write_suite(*suite, output);
  output.text() += "</testsuites>\n";
  output.finish();
}

}  // namespace

constinit const Renderer junit_renderer{"junit", "xml", "JUnit XML of the checks, for CI servers",
                                        render_junit};

}  // namespace tiktok_kpi
