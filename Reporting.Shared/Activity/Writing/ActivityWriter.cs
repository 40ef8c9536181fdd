using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Counts;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Activity.Writing;

/// <summary>
/// Writes activity. Writing the same rows again changes nothing, in whatever order and from however many processes; a row
/// only ever goes forward in phase (docs/architecture.md). Rows that break a rule are rejected one by one; the others are stored.
/// Safe for concurrent use.
/// </summary>
public sealed class ActivityWriter
{
    private readonly BucketSettings _buckets;
    private readonly HourCountWriter _counts;
    private readonly TableWriter _auditEvents;
    private readonly TableWriter _recipeRuns;
    private readonly TableWriter _commits;
    private readonly TableWriter _runCommits;

    /// <summary>A writer of this account; one for a process is enough.</summary>
    public ActivityWriter(ReportingStorage storage, BucketSettings buckets, IOptions<IngestOptions> options, TimeProvider timeProvider, ILogger<ActivityWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(storage);
        _buckets = buckets;
        _counts = new HourCountWriter(storage, timeProvider, logger);
        var touched = new TouchedLog(storage);
        _auditEvents = Writer(ActivityTable.AuditEvents);
        _recipeRuns = Writer(ActivityTable.RecipeRuns);
        _commits = Writer(ActivityTable.Commits);
        _runCommits = Writer(ActivityTable.RunCommits);

        TableWriter Writer(ActivityTable table) => new(table, storage, touched, options.Value, timeProvider);
    }

    /// <summary>Writes audit events. When it returns, every accepted row is stored.</summary>
    /// <exception cref="Azure.RequestFailedException">The service refused; rows written so far stay, and sending all again is safe.</exception>
    /// <exception cref="TimeoutException">The service kept being too slow.</exception>
    public Task<WriteResult> WriteAsync(IReadOnlyList<AuditEvent> rows, CancellationToken cancellationToken = default) =>
        WriteAsync(_auditEvents, ActivityTable.AuditEvents, rows, RecordRules.Check, RowMapping.Map, cancellationToken);

    /// <summary>Writes recipe runs. When it returns, every accepted row is stored.</summary>
    /// <inheritdoc cref="WriteAsync(IReadOnlyList{AuditEvent}, CancellationToken)" path="/exception"/>
    public Task<WriteResult> WriteAsync(IReadOnlyList<RecipeRun> rows, CancellationToken cancellationToken = default) =>
        WriteAsync(_recipeRuns, ActivityTable.RecipeRuns, rows, RecordRules.Check, RowMapping.Map, cancellationToken);

    /// <summary>Writes commits, each first under its run's key and then under its own. When it returns, both hold every accepted row.</summary>
    /// <inheritdoc cref="WriteAsync(IReadOnlyList{AuditEvent}, CancellationToken)" path="/exception"/>
    public async Task<WriteResult> WriteAsync(IReadOnlyList<CommitRecord> rows, CancellationToken cancellationToken = default)
    {
        BucketLayout buckets = await _buckets.GetAsync(cancellationToken);
        var call = new WriteCall<CommitRecord>(rows, RecordRules.Check);
        List<PendingRow> folded = call.Fold(ActivityTable.Commits, (row, index) => RowMapping.MapCommit(row, index, buckets));
        List<PendingRow> underRuns = [.. folded.Select(row => RowMapping.MapRunCommit(rows[row.Index], row.Index, buckets))];
        await _runCommits.WriteAsync(underRuns, cancellationToken);
        await _commits.WriteAsync(folded, cancellationToken);

        HashSet<int> rejected = [.. folded.Where(row => row.Outcome == RowOutcome.Rejected).Select(row => row.Index)];
        if (rejected.Count > 0)
        {
            await _runCommits.DeleteAsync(underRuns.Where(row => row.Outcome == RowOutcome.Inserted && rejected.Contains(row.Index)), cancellationToken);
        }

        await _counts.AddAsync(ActivityTable.Commits, folded, cancellationToken);
        return call.Result(folded);
    }

    /// <summary>
    /// Writes events of the service's own in their own space of keys, a single one straight over the phase of it that this process has written before: one
    /// request, where no other process was in between.
    /// </summary>
    /// <returns>How each ended, in the order of <paramref name="rows"/>.</returns>
    /// <exception cref="ArgumentException">An event breaks a rule.</exception>
    /// <inheritdoc cref="WriteAsync(IReadOnlyList{AuditEvent}, CancellationToken)" path="/exception"/>
    internal async Task<IReadOnlyList<OwnWrite>> WriteOwnAsync(IReadOnlyList<AuditEvent> rows, WrittenRow? before, CancellationToken cancellationToken)
    {
        foreach (AuditEvent row in rows)
        {
            if (RecordRules.Check(row) is { } problem)
            {
                throw new ArgumentException($"{problem.Field} {problem.Message}.", nameof(rows));
            }
        }

        BucketLayout buckets = await _buckets.GetAsync(cancellationToken);
        PendingRow[] pending = [.. rows.Select((row, index) => RowMapping.MapOwn(row, index, buckets))];
        if (before is not null && string.Equals(before.Entity.RowKey, pending[0].Entity.RowKey, StringComparison.Ordinal))
        {
            (pending[0].Stored, pending[0].StoredIsKnown) = (before.Entity, true);
        }

        await _auditEvents.WriteAsync(pending, cancellationToken);

        // Estimates for the planner; events do not wait for them, and they never fail.
        _ = _counts.AddAsync(ActivityTable.AuditEvents, [.. pending], CancellationToken.None);
        return [.. pending.Select(Describe)];
    }

    private static OwnWrite Describe(PendingRow row) => row.Outcome == RowOutcome.Unchanged
        ? new OwnWrite(null, !RowDecision.IsSameEvent(row))
        : new OwnWrite(row.Entity.ETag == default ? null : new WrittenRow(row.Entity), false);

    private async Task<WriteResult> WriteAsync<T>(
        TableWriter writer, ActivityTable table, IReadOnlyList<T> rows, Func<T, RecordProblem?> check, Func<T, int, BucketLayout, PendingRow> map, CancellationToken cancellationToken)
    {
        BucketLayout buckets = await _buckets.GetAsync(cancellationToken);
        var call = new WriteCall<T>(rows, check);
        List<PendingRow> folded = call.Fold(table, (row, index) => map(row, index, buckets));
        await writer.WriteAsync(folded, cancellationToken);
        await _counts.AddAsync(table, folded, cancellationToken);
        return call.Result(folded);
    }
}

/// <summary>What a call of <see cref="ActivityWriter"/> did. Accepted rows are stored: inserted, replaced or unchanged.</summary>
/// <param name="Inserted">Rows that were new.</param>
/// <param name="Replaced">Rows that replaced an earlier phase.</param>
/// <param name="Unchanged">Rows that were there already, or in a later phase, or folded into another row of the call.</param>
/// <param name="Rejected">Rows that were not written, in the order of the call.</param>
public sealed record WriteResult(int Inserted, int Replaced, int Unchanged, IReadOnlyList<RejectedRow> Rejected)
{
    /// <summary>Rows that are stored.</summary>
    public int Accepted => Inserted + Replaced + Unchanged;
}

/// <summary>A row that was not written.</summary>
/// <param name="Index">Its place in the call, from 0.</param>
/// <param name="Field">The field at fault; empty when it is about the whole row.</param>
/// <param name="Message">What is wrong, as a sentence that follows the field's name.</param>
public sealed record RejectedRow(int Index, string Field, string Message);

/// <summary>A row as this process has just written it, with its version: its next phase can go straight over it.</summary>
/// <param name="Entity">The row.</param>
internal sealed record WrittenRow(TableEntity Entity);

/// <summary>How the write of an event of the service's own ended.</summary>
/// <param name="Row">The row, when this call wrote it; null when it was there already.</param>
/// <param name="IsContradicted">True when what is there is another event.</param>
internal sealed record OwnWrite(WrittenRow? Row, bool IsContradicted);
