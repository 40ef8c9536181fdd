using Reporting.Activity;
using Reporting.Reports.Definitions;
using Reporting.Reports.Filtering;
using Reporting.Rows;

namespace Reporting.Reports.Reading;

/// <summary>Which columns of a usage query come from the run and which from the commit.</summary>
internal sealed class UsageColumns
{
    private const string ChangedColumn = "changedAt";

    public UsageColumns(ReportQuery query)
    {
        var runs = new List<RowColumn>();
        var commits = new List<RowColumn>();
        var joined = new List<RowColumn>();
        foreach (ReportColumn column in query.Columns)
        {
            if (Find(ActivityTable.RecipeRuns, column.Name) is { } ofRun)
            {
                runs.Add(ofRun);
            }
            else
            {
                commits.Add(Find(ActivityTable.RunCommits, UsageReport.RenamedCommitColumns.GetValueOrDefault(column.Name, column.Name))!);
                joined.Add(new RowColumn(column.Name, column.Kind));
            }
        }

        AddMissing(runs, ActivityTable.RecipeRuns, RowFilter.ColumnsOf(query.Report, query.Filters));
        if (query.Changed is not null)
        {
            AddMissing(runs, ActivityTable.RecipeRuns, [ChangedColumn]);
            int count = commits.Count;
            AddMissing(commits, ActivityTable.RunCommits, [ChangedColumn]);
            if (commits.Count > count)
            {
                joined.Add(new RowColumn("commitChangedAt", CellKind.Time));
            }
        }

        Runs = new RowSchema(runs);
        Commits = new RowSchema(commits);
        Joined = new RowSchema([.. runs, .. joined]);
        RunChangedOrdinal = Runs.IndexOf(ChangedColumn);
        CommitChangedOrdinal = Commits.IndexOf(ChangedColumn);
    }

    /// <summary>Columns to read of the runs, under the table's names.</summary>
    public RowSchema Runs { get; }

    /// <summary>Columns to read of the commits, under the table's names.</summary>
    public RowSchema Commits { get; }

    /// <summary>Both, under the report's names.</summary>
    public RowSchema Joined { get; }

    /// <summary>Where <c>changedAt</c> stands in a run, or -1.</summary>
    public int RunChangedOrdinal { get; }

    /// <summary>Where <c>changedAt</c> stands in a commit, or -1.</summary>
    public int CommitChangedOrdinal { get; }

    private static void AddMissing(List<RowColumn> columns, ActivityTable table, IEnumerable<string> names) =>
        columns.AddRange(names.Distinct(StringComparer.Ordinal)
            .Where(name => columns.TrueForAll(column => !string.Equals(column.Name, name, StringComparison.Ordinal)))
            .Select(name => Find(table, name)!).ToList());

    private static RowColumn? Find(ActivityTable table, string name) =>
        table.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));
}
