using System.Globalization;

namespace Reporting.Activity.Auditing;

/// <summary>The refused requests of one source in one minute.</summary>
internal sealed class RefusalTally(AuditActor first, DateTimeOffset at, string id)
{
    private readonly SortedDictionary<int, int> _byStatus = [];
    private readonly SortedSet<string> _targets = new(StringComparer.Ordinal);

    /// <summary>Who came first.</summary>
    public AuditActor First { get; } = first;

    /// <summary>When the first one came; the event's time.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>The event's id.</summary>
    public string Id { get; } = id;

    /// <summary>Whether the event has been written as started.</summary>
    public bool IsAnnounced { get; set; }

    /// <summary>The target that the event names: what matters most of what was asked for.</summary>
    public string Target =>
        _targets.Contains(AuditedAction.AuditLogs) ? AuditedAction.AuditLogs
        : _targets.Contains(AuditedAction.Exports) ? AuditedAction.Exports
        : _targets.First();

    /// <summary>All of it in a sentence.</summary>
    public string Description =>
        string.Create(CultureInfo.InvariantCulture, $"Refused {_byStatus.Values.Sum()} requests from {First.SourceAddress ?? "an unknown address"} ({Statuses()}) on {string.Join(", ", _targets)}");

    /// <summary>Counts one.</summary>
    public void Count(int status, string target)
    {
        _byStatus[status] = _byStatus.GetValueOrDefault(status) + 1;
        _targets.Add(target);
    }

    private string Statuses() =>
        string.Join(", ", _byStatus.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} with {pair.Key}")));
}
