using Reporting.Activity.Scanning;
using Reporting.Reports;

namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>
/// Shows the audit log page by page. Table Storage reads in ascending order only, so it reads windows of keys backwards and turns
/// each around in memory. A page reads about 20,000 rows or two seconds at most, then answers what it has and where to go on.
/// </summary>
internal sealed class AuditLogBrowser(AuditLogReader reader, TimeProvider time)
{
    private const int MaxScanned = 20_000;
    private const int MaxWindowScanned = 8_000;
    private const int MaxWindowRows = 2_000;
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(2);

    /// <summary>A page.</summary>
    /// <exception cref="ReportQueryException">A filter or value is unknown.</exception>
    public async Task<AuditLogPage> ReadAsync(AuditLogQuery query, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, IReadOnlyList<string>> filters = AuditLogReader.Check(query.Filters);
        var search = new WindowSearch(query);
        var rows = new List<AuditLogRow>(query.First);
        long begin = time.GetTimestamp();
        int scanned = 0;
        while (!search.IsOver && rows.Count < query.First && !IsSpent(begin, scanned))
        {
            KeyRange window = search.Window();
            WindowRows read = await reader.ReadAsync(
                filters, window, (matching, own) => !search.IsNarrowest && (matching > MaxWindowRows || own > MaxWindowScanned || IsSpent(begin, scanned + own)), cancellationToken);
            scanned += read.Scanned;
            search.Adapt(read);
            if (!read.IsComplete)
            {
                continue;
            }

            if (Take(query, read.Rows, rows) is { } cut)
            {
                return new AuditLogPage(rows, new AuditLogCursor(cut.Key, search.SpanTicks), cut.Event.Timestamp, search.SpanTicks);
            }

            search.Pass(window);
        }

        return search.IsOver
            ? new AuditLogPage(rows, null, null, search.SpanTicks)
            : new AuditLogPage(rows, search.Cursor, search.ReachedTime, search.SpanTicks);
    }

    // Moves rows of a window to the page in its order; gives the last one moved when the window holds more than the page takes.
    private static AuditLogRow? Take(AuditLogQuery query, List<AuditLogRow> window, List<AuditLogRow> page)
    {
        int taken = Math.Min(query.First - page.Count, window.Count);
        for (int index = 0; index < taken; index++)
        {
            page.Add(query.OldestFirst ? window[index] : window[^(index + 1)]);
        }

        return taken < window.Count ? page[^1] : null;
    }

    private bool IsSpent(long begin, int scanned) => scanned >= MaxScanned || time.GetElapsedTime(begin) >= MaxTime;
}

/// <summary>Which audit events to show.</summary>
internal sealed record AuditLogQuery
{
    public const int DefaultFirst = 100;
    public const int LargestFirst = 500;

    /// <summary>First event time, inclusive; null for the log's beginning.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End of the event times, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Filter name to values of which one must match.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>Most events of the page.</summary>
    public int First { get; init; } = DefaultFirst;

    /// <summary>Where the page before ended, or null.</summary>
    public AuditLogCursor? After { get; init; }

    /// <summary>Oldest first instead of newest first.</summary>
    public bool OldestFirst { get; init; }
}

/// <summary>A page of events.</summary>
/// <param name="Rows">The events in the order asked for.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="SearchedTo">How far the search has come; null when it has come to the end.</param>
/// <param name="SpanTicks">Width of the last window, for cursors of single rows.</param>
internal sealed record AuditLogPage(IReadOnlyList<AuditLogRow> Rows, AuditLogCursor? Next, DateTimeOffset? SearchedTo, long SpanTicks);
