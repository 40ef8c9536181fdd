using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Benchmarks.Compare;

/// <summary>What every contender has to do: all recipe runs of a range, the report's default columns.</summary>
/// <param name="ConnectionString">The account.</param>
/// <param name="Since">First time, a whole hour.</param>
/// <param name="Until">End of the times, exclusive, a whole hour.</param>
/// <param name="Parallel">Readers at a time, for contenders that can.</param>
/// <param name="Settings">Settings of a whole export, <c>Exports:Window=16</c>.</param>
internal sealed record Work(string ConnectionString, DateTimeOffset Since, DateTimeOffset Until, int Parallel, params IReadOnlyList<string> Settings)
{
    /// <summary>The setting that lets an export read as fast as it can.</summary>
    public const string NoLimit = "Exports:MaxRowsPerSecond=10000000";

    /// <summary>The setting that an export needs where blocks are thrown away: nothing to read back.</summary>
    public const string NothingKept = "Exports:WholeFileHashMaxBytes=0";

    /// <summary>The report.</summary>
    public static ReportDefinition Report { get; } = ReportCatalogue.Find("recipe-runs");

    /// <summary>Its table.</summary>
    public static ActivityTable Table => Report.Tables[0];

    /// <summary>Names of the columns, in order.</summary>
    public static string[] Columns { get; } = [.. Report.DefaultColumns.Select(column => column.Name)];

    /// <summary>
    /// The range cut into one piece for each reader, of the same length: of the same rows, too, in an even log, so that the pages are those that an export of as many
    /// slices asks for.
    /// </summary>
    public IEnumerable<KeyRange> Pieces()
    {
        for (int piece = 0; piece < Parallel; piece++)
        {
            yield return KeyRange.OfTimes(Since + ((Until - Since) * ((double)piece / Parallel)), Since + ((Until - Since) * ((double)(piece + 1) / Parallel)));
        }
    }

    /// <summary>The SDK's own filter over the same rows: one partition range.</summary>
    public string Filter() => new ScanPlan(KeyRange.OfTimes(Since, Until), null).FiltersOf("00")[0];

    /// <summary>A client as anyone makes it.</summary>
    public TableClient PlainClient() => new TableServiceClient(ConnectionString).GetTableClient(Table.Name);
}
