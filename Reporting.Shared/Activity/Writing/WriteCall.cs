using Reporting.Activity.Buckets;
using Reporting.Activity.Records;

namespace Reporting.Activity.Writing;

/// <summary>One call's records: checks, folds and counts them.</summary>
internal sealed class WriteCall(RecordKind kind, IReadOnlyList<ActivityRecord> records, BucketLayout buckets)
{
    private readonly List<RejectedRow> _rejected = [];

    /// <summary>The rows to write into the kind's own table: those of records that keep the rules, one for each key.</summary>
    public List<PendingRow> Fold()
    {
        var pending = new List<PendingRow>(records.Count);
        for (int index = 0; index < records.Count; index++)
        {
            if (kind.Check(records[index]) is { } problem)
            {
                _rejected.Add(new RejectedRow(index, problem.Field, problem.Message));
            }
            else
            {
                pending.Add(new PendingRow(kind.Table, records[index], index, buckets));
            }
        }

        Dictionary<(string Partition, string Key), PendingRow> folded = RowFolding.Fold(kind.Table, pending);
        foreach (PendingRow row in pending)
        {
            PendingRow winner = folded[(row.Entity.PartitionKey, row.Entity.RowKey)];
            if (row != winner && kind.FindContradiction(row.Entity, winner.Entity, "another line") is { } problem)
            {
                _rejected.Add(new RejectedRow(row.Index, problem.Field, problem.Message));
            }
        }

        return [.. folded.Values];
    }

    /// <summary>The rows of the same records in another table of the kind.</summary>
    public List<PendingRow> Copy(ActivityTable table, List<PendingRow> rows) => [.. rows.Select(row => new PendingRow(table, records[row.Index], row.Index, buckets))];

    /// <summary>The outcomes of the rows; folded rows count as unchanged.</summary>
    public WriteResult Result(List<PendingRow> written)
    {
        int inserted = 0;
        int replaced = 0;
        foreach (PendingRow row in written)
        {
            switch (row.Outcome)
            {
                case RowOutcome.Inserted:
                    inserted++;
                    break;
                case RowOutcome.Replaced:
                    replaced++;
                    break;
                case RowOutcome.Rejected:
                    _rejected.Add(new RejectedRow(row.Index, row.Problem!.Field, row.Problem.Message));
                    break;
            }
        }

        _rejected.Sort((one, other) => one.Index.CompareTo(other.Index));
        return new WriteResult(inserted, replaced, records.Count - inserted - replaced - _rejected.Count, _rejected);
    }
}
