using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Reporting.Reports.Definitions;

/// <summary>The reports that there are.</summary>
public static class ReportCatalogue
{
    /// <summary>Every report, in the order in which they are shown.</summary>
    public static ImmutableArray<ReportDefinition> All { get; } =
        [AuditLogsReport.Definition, RecipeRunsReport.Definition, CommitsReport.Definition, UsageReport.Definition];

    /// <summary>The report of this name (ordinal, ignoring case).</summary>
    /// <exception cref="ReportQueryException">There is none; the message lists those there are.</exception>
    public static ReportDefinition Find(string name) =>
        All.FirstOrDefault(report => string.Equals(report.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw ReportQueryException.Unknown("report", name, All.Select(report => report.Name));

    /// <summary>The name of one of the report's formats as the catalogue writes it.</summary>
    /// <param name="report">The report.</param>
    /// <param name="format">A format's name in any case, or null for the report's default one.</param>
    /// <exception cref="ReportQueryException">The report cannot be had in it; the message lists what it can be had in.</exception>
    public static string FindFormat(ReportDefinition report, string? format) =>
        format is null
            ? report.Formats[0]
            : report.Formats.FirstOrDefault(name => string.Equals(name, format, StringComparison.OrdinalIgnoreCase))
                ?? throw ReportQueryException.Unknown("format", format, report.Formats, $" of report {report.Name}");
}

/// <summary>The values are the names of the reports.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ReportNamesAttribute() : AllowedValuesAttribute([.. ReportCatalogue.All.Select(report => report.Name)]);

/// <summary>The values are the names of all formats that a report can be had in.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FormatNamesAttribute() : AllowedValuesAttribute([.. ReportCatalogue.All.SelectMany(report => report.Formats).Distinct(StringComparer.Ordinal)]);
