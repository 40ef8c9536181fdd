using System.Collections.Concurrent;
using System.Globalization;
using Reporting.Activity.Auditing;
using Reporting.Rows;

namespace Reporting.Activity.Retention;

/// <summary>What one run may delete, and what it has deleted.</summary>
/// <param name="before">Everything of event hours that end by then, UTC.</param>
/// <param name="kept">But nothing of these.</param>
/// <param name="budget">So much of it.</param>
/// <param name="audit">Where the deletion of activity is written down, before it happens.</param>
internal sealed class SweepRun(DateTimeOffset before, IReadOnlyList<KeptRange> kept, RetentionBudget budget, SelfAudit audit)
{
    private static readonly AuditedAction Action = AuditedAction.DeleteActivity;
    private readonly ConcurrentDictionary<string, long> _deleted = new(StringComparer.Ordinal);
    private AuditAttempt? _attempt;

    /// <summary>Everything of event hours that end by then may go, UTC; a whole day.</summary>
    public DateTimeOffset Before => before;

    /// <summary>How much may be deleted.</summary>
    public RetentionBudget Budget => budget;

    /// <summary>Rows deleted so far, by table.</summary>
    public IReadOnlyDictionary<string, long> Deleted => _deleted;

    /// <summary>Whether hours were passed over because somebody reads them.</summary>
    public bool HasKept { get; private set; }

    /// <summary>When the hour is being read: the first whole hour behind the ranges that have a part of it; else null.</summary>
    public DateTimeOffset? KeptUntil(DateTimeOffset hour)
    {
        DateTimeOffset? until = kept.Where(range => range.Covers(hour)).Max(range => (DateTimeOffset?)range.Until);
        if (until is not { } end)
        {
            return null;
        }

        HasKept = true;
        long over = end.UtcTicks % TimeSpan.TicksPerHour;
        return over == 0 ? end : end.AddTicks(TimeSpan.TicksPerHour - over);
    }

    /// <summary>Writes into the audit log, once, that activity is going to be deleted.</summary>
    /// <exception cref="AuditUnavailableException">It could not be written, so nothing may be deleted.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken) =>
        _attempt ??= await audit.BeginAsync(Action, AuditActor.System, $"Delete activity from before {Rfc3339.Format(before)}", cancellationToken);

    /// <summary>Notes deleted rows.</summary>
    public void Note(string table, int rows)
    {
        _deleted.AddOrUpdate(table, rows, (_, sum) => sum + rows);
        budget.Spend(rows);
    }

    /// <summary>Writes into the audit log what was deleted, if anything was.</summary>
    public Task EndAsync()
    {
        string what = string.Join(", ", _deleted.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Value} rows of {pair.Key}")));
        return _attempt is null ? Task.CompletedTask : _attempt.SucceedAsync($"Deleted activity from before {Rfc3339.Format(before)}: {what}");
    }
}
