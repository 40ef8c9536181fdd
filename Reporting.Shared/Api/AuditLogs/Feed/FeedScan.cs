using System.Buffers;
using System.Text;
using Reporting.Activity;
using Reporting.Activity.Scanning;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Rows;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>Reads the audit events that changed in a range of time, wherever in the log they stand.</summary>
internal sealed class FeedScan(IActivityScanner scanner, ChangedWindows windows)
{
    // Above this, one scan over the whole of the keys is cheaper than one for each window.
    private const int MostWindows = 100;
    private static readonly ReportDefinition Report = ReportCatalogue.Find("audit-logs");
    private static readonly RowSchema Schema = new(ActivityTable.AuditEvents.Columns);

    /// <summary>Offers every event of the range to <paramref name="rows"/> as a line of <paramref name="format"/>.</summary>
    /// <param name="changed">The range.</param>
    /// <param name="after">Only what stands behind this place.</param>
    /// <param name="format">The lines' format.</param>
    /// <param name="options">Its options.</param>
    /// <param name="rows">Takes the rows.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ReadAsync(ChangedRange changed, FeedCursor after, IReportFormat format, FormatOptions options, OldestRows rows, CancellationToken cancellationToken)
    {
        IReadOnlyList<KeyWindow> found = await windows.FindAsync(Report, changed, cancellationToken);
        string filter = $"changedAt ge '{Rfc3339.Format(changed.Since)}' and changedAt lt '{Rfc3339.Format(changed.Until)}'";
        IEnumerable<ScanRequest> scans = found.Count > MostWindows
            ? [Request(new KeyRange(found[0].Keys.From, found.Max(window => window.Keys.To)!), null, filter)]
            : found.Select(window => Request(window.Keys, window.Partition, filter));
        IRowEncoder encoder = format.CreateEncoder(Schema, [.. Report.RecordColumns.Select(name => new OutputColumn(name, name))], options);
        foreach (ScanRequest scan in scans)
        {
            await ReadAsync(scan, Rfc3339.Format(changed.Until), after, encoder, rows, cancellationToken);
        }
    }

    private static ScanRequest Request(KeyRange keys, string? partition, string filter) =>
        new() { Table = ActivityTable.AuditEvents, Keys = keys, Partition = partition, Schema = Schema, Filter = filter };

    private async Task ReadAsync(ScanRequest scan, string until, FeedCursor after, IRowEncoder encoder, OldestRows rows, CancellationToken cancellationToken)
    {
        int changedAtColumn = Schema.IndexOf("changedAt");
        string from = Rfc3339.Format(after.At);
        var line = new ArrayBufferWriter<byte>();
        await using IRowReader reader = scanner.Open(scan);
        do
        {
            while (reader.TryRead())
            {
                RowView row = reader.Current;
                string changedAt = Encoding.ASCII.GetString(row[changedAtColumn]);
                string key = Encoding.UTF8.GetString(reader.CurrentKey);
                if (string.CompareOrdinal(changedAt, until) < 0 && FeedRow.Compare(changedAt, key, from, after.Key) > 0 && rows.Takes(changedAt, key))
                {
                    line.ResetWrittenCount();
                    encoder.WriteRow(row, line);
                    rows.Add(new FeedRow(changedAt, key, line.WrittenSpan.ToArray()));
                }
            }
        }
        while (await reader.LoadAsync(cancellationToken));
    }
}
