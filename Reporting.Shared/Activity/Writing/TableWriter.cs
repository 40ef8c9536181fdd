using System.Security.Cryptography;
using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Activity.Writing;

/// <summary>
/// Writes rows of one table, a portion at a time: stamp, announce in <c>touched</c>, write the partitions in parallel. What is not
/// acknowledged within the time a stamp is good for is stamped, announced and written again.
/// </summary>
internal sealed class TableWriter
{
    // A portion takes a second or two, far less than a stamp is good for.
    private const int PortionBatches = 256;

    // Announcing and inserting what is stored already costs more than asking; asked only where there is much to save.
    private const int SampledBatches = 16;
    private const int MaxRounds = 6;
    private readonly ActivityTable _activityTable;
    private readonly TableClient _table;
    private readonly TouchedLog _touched;
    private readonly BatchWriter _batchWriter;
    private readonly TimeProvider _timeProvider;
    private readonly TimeSpan _maxWriteTime;
    private readonly int _parallelPartitions;

    public TableWriter(ActivityTable activityTable, ReportingStorage storage, TouchedLog touched, IngestOptions options, TimeProvider timeProvider)
    {
        (_activityTable, _touched, _timeProvider) = (activityTable, touched, timeProvider);
        _table = storage.Tables.GetTableClient(activityTable.Name);
        _batchWriter = new BatchWriter(activityTable.Kind, _table, timeProvider);
        _maxWriteTime = TimeSpan.FromSeconds(options.MaxWriteSeconds);
        _parallelPartitions = options.ParallelPartitions;
    }

    /// <summary>Writes the rows (one for each key, in any order) and sets their outcomes.</summary>
    /// <exception cref="TimeoutException">Some rows were not acknowledged in time, again and again.</exception>
    public async Task WriteAsync(IEnumerable<PendingRow> rows, CancellationToken cancellationToken)
    {
        string writeId = RandomNumberGenerator.GetHexString(16, lowercase: true);
        PendingRow[] ordered = [.. rows.OrderBy(row => row.Entity.PartitionKey, StringComparer.Ordinal).ThenBy(row => row.Entity.RowKey, StringComparer.Ordinal)];
        foreach (PendingRow row in ordered)
        {
            row.Entity[ConditionalWrites.WriteId] = writeId;
        }

        foreach (IReadOnlyList<PendingRow>[] portion in TableBatches.Cut(ordered).Chunk(PortionBatches))
        {
            await WritePortionAsync(portion, cancellationToken);
        }
    }

    /// <summary>Takes rows back that were inserted by this call; readers may have seen them.</summary>
    public async Task DeleteAsync(IEnumerable<PendingRow> rows, CancellationToken cancellationToken)
    {
        foreach (PendingRow row in rows)
        {
            await _table.DeleteEntityAsync(row.Entity.PartitionKey, row.Entity.RowKey, cancellationToken: cancellationToken);
        }
    }

    private async Task WritePortionAsync(IReadOnlyList<PendingRow>[] batches, CancellationToken cancellationToken)
    {
        if (batches.Length >= SampledBatches && await IsStoredAsync(batches[batches.Length / 2][0], cancellationToken))
        {
            await SkipStoredAsync([.. batches.SelectMany(batch => batch)], cancellationToken);
        }

        for (int round = 1; ; round++)
        {
            batches = [.. batches.Select(batch => (IReadOnlyList<PendingRow>)[.. batch.Where(row => row.Outcome == RowOutcome.Pending)]).Where(batch => batch.Count > 0)];
            if (batches.Length == 0)
            {
                return;
            }

            if (round > MaxRounds)
            {
                throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"Rows of {_activityTable.Name} were not acknowledged within {_maxWriteTime.TotalSeconds} s, {MaxRounds} times over; send them again."));
            }

            DateTimeOffset stamp = Rfc3339.ToMilliseconds(_timeProvider.GetUtcNow());
            await _touched.AnnounceAsync(_activityTable.Name, stamp, Ranges(batches), cancellationToken);
            await Parallel.ForEachAsync(batches, InParallel(cancellationToken), async (batch, token) => await WriteBatchAsync(batch, stamp, token));
        }
    }

    private async Task WriteBatchAsync(IReadOnlyList<PendingRow> batch, DateTimeOffset stamp, CancellationToken cancellationToken)
    {
        TimeSpan left = stamp + _maxWriteTime - _timeProvider.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using var late = new CancellationTokenSource(left, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await _batchWriter.WriteAsync(batch, Rfc3339.Format(stamp), either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Whether it happened is unknown; the next round reads the rows.
        }

        if (_timeProvider.GetUtcNow() - stamp > _maxWriteTime)
        {
            foreach (PendingRow row in batch)
            {
                if (row.Outcome is RowOutcome.Inserted or RowOutcome.Replaced)
                {
                    row.Outcome = RowOutcome.Pending;
                }
            }
        }
    }

    private async Task<bool> IsStoredAsync(PendingRow row, CancellationToken cancellationToken)
    {
        await StoredRows.ReadAsync(_table, [row], cancellationToken);
        row.StoredIsKnown = false;
        return row.Stored is not null;
    }

    // Most of the portion seems to be there: one read over all its partitions, at most about twice as long as the portion.
    private async Task SkipStoredAsync(IReadOnlyList<PendingRow> rows, CancellationToken cancellationToken)
    {
        int read = await StoredRows.ReadRangeAsync(_table, rows, maxPages: 3 + (rows.Count / 500), cancellationToken);
        foreach (PendingRow row in rows.Take(read))
        {
            RowDecision.SkipIfStored(_activityTable.Kind, row);
        }
    }

    private static List<TouchedRange> Ranges(IReadOnlyList<PendingRow>[] batches)
    {
        var ranges = new List<TouchedRange>();
        foreach (IReadOnlyList<PendingRow> batch in batches)
        {
            var range = new TouchedRange(batch[0].Entity.PartitionKey, batch[0].Entity.RowKey, batch[^1].Entity.RowKey, batch.Count);
            if (ranges.Count > 0 && string.Equals(ranges[^1].Partition, range.Partition, StringComparison.Ordinal))
            {
                ranges[^1] = ranges[^1] with { Max = range.Max, Rows = ranges[^1].Rows + range.Rows };
            }
            else
            {
                ranges.Add(range);
            }
        }

        return ranges;
    }

    private ParallelOptions InParallel(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = _parallelPartitions, CancellationToken = cancellationToken };
}
