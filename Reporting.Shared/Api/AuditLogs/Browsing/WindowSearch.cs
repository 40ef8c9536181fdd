using Reporting.Activity.Scanning;

namespace Reporting.Api.AuditLogs.Browsing;

/// <summary>
/// The windows of a search through the log, one after another, backwards or forwards. A window is widened when it held little and
/// narrowed when it held much, so that one holds a few hundred rows wherever in the log it is.
/// </summary>
/// <example>Backwards from 12:00 with an hour: 11:00-12:00 holds 20 rows; 8 hours more: 03:00-11:00 holds 2,000; then an hour or so again.</example>
internal sealed class WindowSearch(AuditLogQuery query)
{
    private const int WantedRows = 300;
    private const int WantedScanned = 2000;
    private const int WantedMilliseconds = 500;
    private const int MaxChange = 8;
    private static readonly long Narrowest = TimeSpan.TicksPerMillisecond;
    private static readonly long WidestBeforeAll = TimeSpan.FromDays(1000).Ticks;
    private readonly long _low = query.Since?.UtcTicks ?? 0;
    private readonly long _high = query.Until.UtcTicks;
    private string _edge = FirstEdge(query);

    /// <summary>Width of the next window, ticks.</summary>
    public long SpanTicks { get; private set; } = query.After?.SpanTicks ?? TimeSpan.TicksPerHour;

    /// <summary>Whether a window is as narrow as can be, so that it must be read whatever it holds.</summary>
    public bool IsNarrowest => SpanTicks <= Narrowest;

    /// <summary>Whether everything has been searched.</summary>
    public bool IsOver => query.OldestFirst ? EdgeTicks >= _high : EdgeTicks < _low || (EdgeTicks == _low && _edge.Length == AuditLogCursor.KeyOf(0).Length);

    /// <summary>How far the search has come.</summary>
    public DateTimeOffset ReachedTime => new(Math.Clamp(EdgeTicks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);

    /// <summary>Where to go on from here.</summary>
    public AuditLogCursor Cursor => new(_edge, SpanTicks);

    private long EdgeTicks => new AuditLogCursor(_edge, 1).Ticks;

    /// <summary>The next window.</summary>
    public KeyRange Window() => query.OldestFirst
        ? new KeyRange(_edge, AuditLogCursor.KeyOf(Math.Min(_high, UpToHour(Add(EdgeTicks, SpanTicks)))), FromExclusive: _edge.Length > AuditLogCursor.KeyOf(0).Length)
        : new KeyRange(AuditLogCursor.KeyOf(Math.Max(_low, DownToHour(EdgeTicks - SpanTicks))), _edge);

    /// <summary>Goes behind a window that was read.</summary>
    public void Pass(KeyRange window) => _edge = query.OldestFirst ? window.To : window.From;

    /// <summary>Makes the next window as wide as what was read of the last one suggests, and narrower when it held too much to be read.</summary>
    public void Adapt(WindowRows read)
    {
        double factor = Math.Min(Math.Min(Ratio(WantedRows, read.Rows.Count), Ratio(WantedScanned, read.Scanned)), Ratio(WantedMilliseconds, read.Elapsed.TotalMilliseconds));
        long width = Math.Max(Narrowest, Math.Min(SpanTicks, Width()));
        double next = width * (read.IsComplete ? Math.Clamp(factor, 1.0 / MaxChange, MaxChange) : 1.0 / MaxChange);
        SpanTicks = next > WidestBeforeAll ? DateTime.MaxValue.Ticks : Math.Max(Narrowest, (long)next);
    }

    // A cursor is taken with any range: whichever lies further along counts.
    private static string FirstEdge(AuditLogQuery query)
    {
        string end = AuditLogCursor.KeyOf(query.OldestFirst ? query.Since?.UtcTicks ?? 0 : query.Until.UtcTicks);
        return query.After is { } after && (string.CompareOrdinal(after.Key, end) > 0) == query.OldestFirst ? after.Key : end;
    }

    private static double Ratio(double wanted, double had) => had <= 0 ? MaxChange : wanted / had;

    private long Width() => query.OldestFirst ? _high - EdgeTicks : EdgeTicks - _low;

    // A window that ends with an hour is one query; one that cuts an hour is several.
    private long DownToHour(long ticks) => SpanTicks < TimeSpan.TicksPerHour || ticks < 0 ? ticks : ticks - (ticks % TimeSpan.TicksPerHour);

    private long UpToHour(long ticks) => SpanTicks < TimeSpan.TicksPerHour ? ticks : Add(ticks, TimeSpan.TicksPerHour - 1) / TimeSpan.TicksPerHour * TimeSpan.TicksPerHour;

    private static long Add(long ticks, long span) => span > DateTime.MaxValue.Ticks - ticks ? DateTime.MaxValue.Ticks : ticks + span;
}

/// <summary>What was read of a window.</summary>
/// <param name="Rows">Matching rows, oldest first.</param>
/// <param name="Scanned">Rows that the service gave, matching or not.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsComplete">False when reading was given up.</param>
internal sealed record WindowRows(List<AuditLogRow> Rows, int Scanned, TimeSpan Elapsed, bool IsComplete);
