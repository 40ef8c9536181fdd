using Reporting.Activity.Records;

namespace Reporting.Activity.Writing;

/// <summary>One call's rows: checks, folds and counts them.</summary>
internal sealed class WriteCall<T>(IReadOnlyList<T> rows, Func<T, RecordProblem?> check)
{
    private readonly List<RejectedRow> _rejected = [];

    /// <summary>The rows to write: those that keep the rules, one for each key.</summary>
    public List<PendingRow> Fold(ActivityTable table, Func<T, int, PendingRow> map)
    {
        var pending = new List<PendingRow>(rows.Count);
        for (int index = 0; index < rows.Count; index++)
        {
            if (check(rows[index]) is { } problem)
            {
                _rejected.Add(new RejectedRow(index, problem.Field, problem.Message));
            }
            else
            {
                pending.Add(map(rows[index], index));
            }
        }

        Dictionary<(string Partition, string Key), PendingRow> folded = RowFolding.Fold(table, pending);
        if (table == ActivityTable.Commits)
        {
            RejectOtherRuns(pending, folded);
        }

        return [.. folded.Values];
    }

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
        return new WriteResult(inserted, replaced, rows.Count - inserted - replaced - _rejected.Count, _rejected);
    }

    // A commit's run, and with it the run's time, is part of what it is, but not of its key in `commits`.
    private void RejectOtherRuns(List<PendingRow> pending, Dictionary<(string Partition, string Key), PendingRow> folded)
    {
        foreach (PendingRow row in pending)
        {
            string winner = folded[(row.Entity.PartitionKey, row.Entity.RowKey)].Entity.GetString("recipeRunCreatedAt");
            if (!StoredValue.AreEqual(winner, row.Entity.GetString("recipeRunCreatedAt")))
            {
                _rejected.Add(new RejectedRow(row.Index, "recipeRunCreatedAt", $"is {winner} in another line of this commit; a commit's run never changes"));
            }
        }
    }
}
