using System.Collections.Concurrent;
using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Auditing;
using Reporting.Storage;

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

    /// <summary>Whether hours were passed over because an export reads them.</summary>
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

/// <summary>
/// Where the last run's sweep stopped, in the table <c>settings</c>. It saves looking again at what is empty; were it lost, the next sweep would begin anew
/// and delete just the same.
/// </summary>
internal sealed class SweepProgress(ReportingStorage storage)
{
    private const string Row = "sweep";
    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);

    /// <summary>Where to go on, or null to begin at the beginning.</summary>
    public async Task<SweepPosition?> ReadAsync(CancellationToken cancellationToken) =>
        await FindAsync(cancellationToken) is { } row && row.GetString("part") is { Length: > 0 } part ? new SweepPosition(part, row.GetString("from") ?? "") : null;

    /// <summary>Notes where a run stopped, or null that it came to its end. Of two runs at once either's note will do.</summary>
    public async Task WriteAsync(SweepPosition? position, CancellationToken cancellationToken)
    {
        TableEntity? stored = await FindAsync(cancellationToken);
        if (stored is null && position is null)
        {
            return;
        }

        TableEntity next = stored ?? new TableEntity(ActivityAvailability.Partition, Row);
        (next["part"], next["from"]) = (position?.Part ?? "", position?.From ?? "");
        _ = stored is null
            ? await ConditionalWrites.InsertAsync(_settings, next, cancellationToken)
            : await ConditionalWrites.ReplaceAsync(_settings, next, stored.ETag, cancellationToken);
    }

    private async Task<TableEntity?> FindAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _settings.GetEntityIfExistsAsync<TableEntity>(ActivityAvailability.Partition, Row, cancellationToken: cancellationToken);
        return response.HasValue ? response.Value : null;
    }
}

/// <summary>Where a sweep stopped.</summary>
/// <param name="Part">Name of the part that was being swept.</param>
/// <param name="From">The PartitionKey to go on from.</param>
internal sealed record SweepPosition(string Part, string From);

/// <summary>How much one run of retention may do: it stops when either its time or its rows are used up, and the next run goes on. Safe for concurrent use.</summary>
/// <param name="time">The clock.</param>
/// <param name="longest">How long the run may take.</param>
/// <param name="mostRows">How many rows and files it may delete.</param>
public sealed class RetentionBudget(TimeProvider time, TimeSpan longest, long mostRows)
{
    private readonly long _began = time.GetTimestamp();
    private long _spent;

    /// <summary>Whether the run must stop.</summary>
    public bool IsSpent => Interlocked.Read(ref _spent) >= mostRows || time.GetElapsedTime(_began) >= longest;

    /// <summary>Rows and files deleted so far.</summary>
    public long Spent => Interlocked.Read(ref _spent);

    /// <summary>Notes deleted rows or files.</summary>
    public void Spend(int count) => Interlocked.Add(ref _spent, count);
}
