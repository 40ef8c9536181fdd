namespace Reporting.Local.Engine;

/// <summary>
/// The exports that wait for their turn. Next is the oldest one of the user who has the fewest running: somebody who starts fifty
/// does not hold up somebody who starts one. Not thread-safe.
/// </summary>
internal sealed class FairQueue
{
    private readonly List<RunningExport> _waiting = [];

    /// <summary>Adds one at its place by start time.</summary>
    public void Add(RunningExport export)
    {
        int at = _waiting.FindIndex(other => Compare(export, other) < 0);
        _waiting.Insert(at < 0 ? _waiting.Count : at, export);
    }

    /// <summary>Takes the next one, given how many of each user's exports run now; null when nothing waits.</summary>
    public RunningExport? Take(IReadOnlyDictionary<string, int> runningByUser)
    {
        RunningExport? next = _waiting.MinBy(export => runningByUser.GetValueOrDefault(export.RequestedBy));
        if (next is not null)
        {
            _waiting.Remove(next);
        }

        return next;
    }

    private static int Compare(RunningExport one, RunningExport other)
    {
        int byTime = one.StartedAt.CompareTo(other.StartedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.JobId, other.JobId);
    }
}
