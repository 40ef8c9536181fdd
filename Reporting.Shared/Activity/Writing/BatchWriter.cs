using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Records;

namespace Reporting.Activity.Writing;

/// <summary>
/// Writes rows of one partition under one stamp: as inserts first, and on conflict by what is stored. Other writers may race for
/// the same rows; each lost round is lost to a write that happened, and phases only go forward, so rounds are few.
/// </summary>
internal sealed class BatchWriter(RecordKind kind, TableClient table, TimeProvider timeProvider)
{
    // Rounds as one transaction before each row goes by itself, so that one contended row does not hold up its neighbours.
    private const int SharedRounds = 3;
    private const int MaxRounds = 40;
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes the rows (ascending, one partition, within the limits of a transaction) and sets their outcomes.</summary>
    /// <exception cref="RequestFailedException">The service refused, or others kept winning; whether all rows are stored is unknown.</exception>
    public async Task WriteAsync(IReadOnlyList<PendingRow> rows, string stamp, CancellationToken cancellationToken)
    {
        bool insertFirst = rows.All(row => row.Sent == RowOutcome.Pending && !row.StoredIsKnown);
        for (int round = 1; ; round++)
        {
            if (round > 1 || !insertFirst)
            {
                PendingRow[] unread = [.. rows.Where(row => !row.StoredIsKnown)];
                if (unread.Length > 0)
                {
                    await StoredRows.ReadAsync(table, unread, cancellationToken);
                }
            }

            var actions = new List<TableTransactionAction>(rows.Count);
            foreach (PendingRow row in rows)
            {
                if ((round == 1 && insertFirst ? RowDecision.Insert(row, stamp) : RowDecision.Decide(kind, row, stamp)) is { } action)
                {
                    actions.Add(action);
                }
            }

            try
            {
                await SubmitAsync(actions, cancellationToken);
                Acknowledge(rows);
                return;
            }
            catch (RequestFailedException exception) when (exception.Status is 404 or 409 or 412 && IsConflict(exception) && round < MaxRounds)
            {
                Forget(rows);
            }

            rows = [.. rows.Where(row => row.Outcome == RowOutcome.Pending)];
            if (round >= SharedRounds)
            {
                if (rows.Count > 1)
                {
                    foreach (PendingRow row in rows)
                    {
                        await WriteAsync([row], stamp, cancellationToken);
                    }

                    return;
                }

                await Task.Delay(MaxPause * Random.Shared.NextDouble(), timeProvider, cancellationToken);
            }
        }
    }

    // A missing table is a 404 too, and no conflict.
    private static bool IsConflict(RequestFailedException exception) =>
        exception.Status != 404 || string.Equals(exception.ErrorCode, "ResourceNotFound", StringComparison.Ordinal)
        || string.Equals(exception.ErrorCode, "EntityNotFound", StringComparison.Ordinal);

    private static void Acknowledge(IReadOnlyList<PendingRow> rows)
    {
        foreach (PendingRow row in rows)
        {
            if (row.Outcome == RowOutcome.Pending)
            {
                row.Outcome = row.Sent;
            }
        }
    }

    private static void Forget(IReadOnlyList<PendingRow> rows)
    {
        foreach (PendingRow row in rows)
        {
            row.StoredIsKnown = false;
        }
    }

    private async Task SubmitAsync(List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        if (actions.Count > 1)
        {
            await table.SubmitTransactionAsync(actions, cancellationToken);
        }
        else if (actions.Count == 1 && actions[0].ActionType == TableTransactionActionType.Add)
        {
            Note(actions[0], await table.AddEntityAsync((TableEntity)actions[0].Entity, cancellationToken));
        }
        else if (actions.Count == 1)
        {
            Note(actions[0], await table.UpdateEntityAsync((TableEntity)actions[0].Entity, actions[0].ETag, TableUpdateMode.Replace, cancellationToken));
        }
    }

    private static void Note(TableTransactionAction action, Response response)
    {
        if (response.Headers.ETag is { } version)
        {
            ((TableEntity)action.Entity).ETag = version;
        }
    }
}

/// <summary>Cuts rows into entity-group transactions: one partition, at most 100 rows and 3.5 MiB (Table service limits: 100 and 4 MiB).</summary>
internal static class TableBatches
{
    /// <summary>Most rows of a transaction.</summary>
    public const int MaxRows = 100;

    /// <summary>Most bytes of a transaction, by upper estimate.</summary>
    public const int MaxBytes = 3_670_016;

    /// <summary>Batches of rows that are ascending by partition and key.</summary>
    public static List<IReadOnlyList<PendingRow>> Cut(IReadOnlyList<PendingRow> rows)
    {
        var batches = new List<IReadOnlyList<PendingRow>>();
        var batch = new List<PendingRow>();
        int bytes = 0;
        foreach (PendingRow row in rows)
        {
            bool full = batch.Count > 0 && (batch.Count == MaxRows || bytes + row.Size > MaxBytes
                || !string.Equals(batch[0].Entity.PartitionKey, row.Entity.PartitionKey, StringComparison.Ordinal));
            if (full)
            {
                batches.Add(batch);
                (batch, bytes) = ([], 0);
            }

            batch.Add(row);
            bytes += row.Size;
        }

        if (batch.Count > 0)
        {
            batches.Add(batch);
        }

        return batches;
    }
}
