namespace Reporting.Local.Engine;

/// <summary>
/// The exports that wait for their turn. Next is the oldest one of the user who has the fewest running, and among several such users of the one whose last
/// turn is longest ago: somebody who starts fifty does not hold up somebody who starts one, at no time. Not thread-safe.
/// </summary>
/// <example>With room for one, and waiting a1, a2, a3 of A and b1, b2 of B, the order is a1, b1, a2, b2, a3.</example>
internal sealed class FairQueue
{
    private readonly List<RunningExport> _waiting = [];
    private readonly Dictionary<string, long> _lastTurns = new(StringComparer.Ordinal);
    private long _turns;

    /// <summary>Adds one at its place by start time.</summary>
    public void Add(RunningExport export)
    {
        int at = _waiting.FindIndex(other => Compare(export, other) < 0);
        _waiting.Insert(at < 0 ? _waiting.Count : at, export);
    }

    /// <summary>Takes the next one, given how many of each user's exports run now; null when nothing waits.</summary>
    public RunningExport? Take(IReadOnlyDictionary<string, int> runningByUser)
    {
        RunningExport? next = _waiting.MinBy(export => (runningByUser.GetValueOrDefault(export.RequestedBy), _lastTurns.GetValueOrDefault(export.RequestedBy)));
        if (next is null)
        {
            _lastTurns.Clear(); // Nobody waits, so nobody's turn is due.
            return null;
        }

        _waiting.Remove(next);
        _lastTurns[next.RequestedBy] = ++_turns;
        return next;
    }

    private static int Compare(RunningExport one, RunningExport other)
    {
        int byTime = one.StartedAt.CompareTo(other.StartedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.JobId, other.JobId);
    }
}
