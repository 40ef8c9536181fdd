namespace Reporting.Api.AuditLogs.Browsing;

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
