using System.Collections.Frozen;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Activity.Buckets;
using Reporting.Activity.Counts;
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
    private readonly FrozenDictionary<ActivityTable, TableWriter> _writers;

    /// <summary>A writer of this account; one for a process is enough.</summary>
    public ActivityWriter(ReportingStorage storage, BucketSettings buckets, IOptions<IngestOptions> options, TimeProvider timeProvider, ILogger<ActivityWriter> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(storage);
        _buckets = buckets;
        _counts = new HourCountWriter(storage, timeProvider, logger);
        var touched = new TouchedLog(storage);
        _writers = RecordKinds.Tables.ToFrozenDictionary(table => table, table => new TableWriter(table, storage, touched, options.Value, timeProvider));
    }

    /// <summary>Writes records. When it returns, every accepted one is stored, in every table of its kind.</summary>
    /// <exception cref="Azure.RequestFailedException">The service refused; rows written so far stay, and sending all again is safe.</exception>
    /// <exception cref="TimeoutException">The service kept being too slow.</exception>
    public Task<WriteResult> WriteAsync<T>(IReadOnlyList<T> records, CancellationToken cancellationToken = default)
        where T : ActivityRecord => WriteAsync(RecordKinds.Of<T>(), records, cancellationToken);

    /// <summary>Writes records of a kind.</summary>
    /// <inheritdoc cref="WriteAsync{T}(IReadOnlyList{T}, CancellationToken)" path="/exception"/>
    internal async Task<WriteResult> WriteAsync(RecordKind kind, IReadOnlyList<ActivityRecord> records, CancellationToken cancellationToken)
    {
        var call = new WriteCall(kind, records, await _buckets.GetAsync(cancellationToken));
        List<PendingRow> rows = call.Fold();
        List<PendingRow>[] copies = [.. kind.Copies.Select(table => call.Copy(table, rows))];
        for (int at = 0; at < copies.Length; at++)
        {
            await _writers[kind.Copies[at]].WriteAsync(copies[at], cancellationToken);
        }

        await _writers[kind.Table].WriteAsync(rows, cancellationToken);
        HashSet<int> rejected = [.. rows.Where(row => row.Outcome == RowOutcome.Rejected).Select(row => row.Index)];
        for (int at = 0; at < copies.Length && rejected.Count > 0; at++)
        {
            await _writers[kind.Copies[at]].DeleteAsync(copies[at].Where(row => row.Outcome == RowOutcome.Inserted && rejected.Contains(row.Index)), cancellationToken);
        }

        await CountAsync(kind, rows, cancellationToken);
        return call.Result(rows);
    }

    /// <summary>
    /// Writes events of the service's own in their own space of keys, a single one straight over the phase of it that this process has written before: one
    /// request, where no other process was in between.
    /// </summary>
    /// <returns>How each ended, in the order of <paramref name="rows"/>.</returns>
    /// <exception cref="ArgumentException">An event breaks a rule.</exception>
    /// <inheritdoc cref="WriteAsync{T}(IReadOnlyList{T}, CancellationToken)" path="/exception"/>
    internal async Task<IReadOnlyList<OwnWrite>> WriteOwnAsync(IReadOnlyList<AuditEvent> rows, WrittenRow? before, CancellationToken cancellationToken)
    {
        foreach (AuditEvent row in rows)
        {
            if (AuditEvents.Kind.Check(row) is { } problem)
            {
                throw new ArgumentException($"{problem.Field} {problem.Message}.", nameof(rows));
            }
        }

        BucketLayout buckets = await _buckets.GetAsync(cancellationToken);
        PendingRow[] pending = [.. rows.Select((row, index) => new PendingRow(AuditEvents.Kind, row, index, AuditEvents.OwnPlaceOf(row), buckets))];
        if (before is not null && string.Equals(before.Entity.RowKey, pending[0].Entity.RowKey, StringComparison.Ordinal))
        {
            (pending[0].Stored, pending[0].StoredIsKnown) = (before.Entity, true);
        }

        await _writers[AuditEvents.Table].WriteAsync(pending, cancellationToken);

        // Estimates for the planner; events do not wait for them, and they never fail.
        _ = CountAsync(AuditEvents.Kind, pending, CancellationToken.None);
        return [.. pending.Select(Describe)];
    }

    private static OwnWrite Describe(PendingRow row) => row.Outcome == RowOutcome.Unchanged
        ? new OwnWrite(null, !AuditEvents.AreSame(row.Entity, row.Stored!))
        : new OwnWrite(row.Entity.ETag == default ? null : new WrittenRow(row.Entity), false);

    private Task CountAsync(RecordKind kind, IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken) =>
        _counts.AddAsync(kind.Table.Name, [.. rows.Where(row => row.Outcome == RowOutcome.Inserted).Select(row => row.Time)], cancellationToken);
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
