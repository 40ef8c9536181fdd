using System.Collections.Immutable;
using Reporting.Reports;

namespace Reporting.Api.AuditLogs;

/// <summary>The filters of the audit log, as its report has them.</summary>
internal static class AuditLogFilters
{
    /// <summary>Their names: <c>user target action actionType outcome text</c>.</summary>
    public static ImmutableArray<string> Names { get; } = [.. ReportCatalogue.Find("audit-logs").Filters.Select(filter => filter.Name)];
}
