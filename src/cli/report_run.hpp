#pragma once
// What commands share that print a report: their options, and a document on its way out.
#include <memory>

#include "cli/shared_options.hpp"
#include "tiktok_kpi/pipeline.hpp"

namespace tiktok_kpi {

struct ReportOptions {
  Invocation invocation;
  OutputOptions output;
};

/// Declares the options of a whole report, --sections among them; what is given back is filled when
/// the command is parsed.
[[nodiscard]] std::shared_ptr<ReportOptions> add_whole_report_options(CLI::App& app);

/// Prints diagnostics and the document, or only its one table; gives back what reading means for
/// the exit code. Throws Error.
[[nodiscard]] ExitCode print_report(const ReportOptions& options, const Outcome& outcome,
                                    bool table_only);

}  // namespace tiktok_kpi
