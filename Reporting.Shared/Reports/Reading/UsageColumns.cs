using System.Collections.Frozen;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports.Filtering;

namespace Reporting.Reports.Reading;

/// <summary>Which columns of a usage query come from the run and which from the commit.</summary>
internal sealed class UsageColumns
{
    /// <summary>The column that marks the first row of each run on a repository; it stands in no table.</summary>
    public const string FirstRowOfRun = "firstRowOfRun";

    // A run has these too. Every other column that is not one of the run's is the commit's of the same name.
    private static readonly FrozenDictionary<string, string> RenamedCommitColumns = new[] { ActivityTable.FirstIngestedAt, ActivityTable.ChangedAt }
        .ToFrozenDictionary(NameOfCommits, name => name, StringComparer.Ordinal);

    public UsageColumns(ReportQuery query)
    {
        (ActivityTable runTable, ActivityTable commitTable) = (query.Report.Tables[0], query.Report.Tables[1]);
        var runs = new List<RowColumn>();
        var commits = new List<RowColumn>();
        var joined = new List<RowColumn>();
        foreach (ReportColumn column in query.Columns)
        {
            if (string.Equals(column.Name, FirstRowOfRun, StringComparison.Ordinal))
            {
                MarksFirstRow = true;
            }
            else if (Find(runTable, column.Name) is { } ofRun)
            {
                runs.Add(ofRun);
            }
            else
            {
                commits.Add(Find(commitTable, RenamedCommitColumns.GetValueOrDefault(column.Name, column.Name))!);
                joined.Add(new RowColumn(column.Name, column.Kind));
            }
        }

        AddMissing(runs, runTable, RowFilter.ColumnsOf(query.Report, query.Filters));
        if (query.Changed is not null)
        {
            AddMissing(runs, runTable, [ActivityTable.ChangedAt]);
            int count = commits.Count;
            AddMissing(commits, commitTable, [ActivityTable.ChangedAt]);
            if (commits.Count > count)
            {
                joined.Add(new RowColumn(NameOfCommits(ActivityTable.ChangedAt), CellKind.Time));
            }
        }

        Runs = new RowSchema(runs);
        Commits = new RowSchema(commits);
        Joined = new RowSchema([.. runs, .. joined, .. MarksFirstRow ? [new RowColumn(FirstRowOfRun, CellKind.Number)] : Array.Empty<RowColumn>()]);
        RunChangedOrdinal = Runs.IndexOf(ActivityTable.ChangedAt);
        CommitChangedOrdinal = Commits.IndexOf(ActivityTable.ChangedAt);
    }

    /// <summary>Columns to read of the runs, under the table's names.</summary>
    public RowSchema Runs { get; }

    /// <summary>Columns to read of the commits, under the table's names.</summary>
    public RowSchema Commits { get; }

    /// <summary>Both, under the report's names.</summary>
    public RowSchema Joined { get; }

    /// <summary>Whether the join's last column marks the first row of a run, which is computed.</summary>
    public bool MarksFirstRow { get; }

    /// <summary>Where <c>changedAt</c> stands in a run, or -1.</summary>
    public int RunChangedOrdinal { get; }

    /// <summary>Where <c>changedAt</c> stands in a commit, or -1.</summary>
    public int CommitChangedOrdinal { get; }

    /// <summary>The report's name for a column of the commit that the run has too: <c>changedAt</c> becomes <c>commitChangedAt</c>.</summary>
    public static string NameOfCommits(string column) => "commit" + char.ToUpperInvariant(column[0]) + column[1..];

    private static void AddMissing(List<RowColumn> columns, ActivityTable table, IEnumerable<string> names) =>
        columns.AddRange(names.Distinct(StringComparer.Ordinal)
            .Where(name => columns.TrueForAll(column => !string.Equals(column.Name, name, StringComparison.Ordinal)))
            .Select(name => Find(table, name)!).ToList());

    private static RowColumn? Find(ActivityTable table, string name) =>
        table.Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));
}

/// <summary>Tells keys of runs from keys of their commits.</summary>
internal static class UsageKey
{
    /// <summary>
    /// The run's key within a key of <c>reciperuns</c> or <c>runcommits</c>; null when <paramref name="key"/> is shorter (19 digits of ticks).
    /// A run's key is <c>ticks-runId-hash</c> and ends with the first <c>-</c> and 32 lower-case hex digits behind the run id's first character
    /// (no run id in a key has such a part in it); a commit's key goes on with <c>-commitId</c>.
    /// </summary>
    /// <example>
    /// <c>0639051796170120000-r-1-0123456789abcdef0123456789abcdef-c7</c> is a commit of the run
    /// <c>0639051796170120000-r-1-0123456789abcdef0123456789abcdef</c>.
    /// </example>
    public static string? RunOf(string key)
    {
        for (int at = KeyTicks.Length + 2; at + KeySegment.HashLength < key.Length; at++)
        {
            if (key[at] == '-' && KeySegment.BeginsWithHash(key.AsSpan(at + 1)))
            {
                return key[..(at + 1 + KeySegment.HashLength)];
            }
        }

        return null;
    }
}

/// <summary>
/// What to read of runs and of commits for a range of the usage report. A usage row's key is its commit's (run key, <c>-</c>, commit id), or the run's
/// when it has none; so a range may begin or end in the middle of a run's commits.
/// </summary>
internal sealed class UsageRange
{
    private readonly byte[]? _cutAtStart;
    private readonly byte[]? _cutAtEnd;

    public UsageRange(KeyRange keys)
    {
        Runs = keys;
        Commits = keys;
        string? first = UsageKey.RunOf(keys.From);
        if (first is not null && first.Length < keys.From.Length)
        {
            // From a commit on: its run once more, for the commits that follow.
            Runs = keys with { From = first, FromExclusive = false };
            _cutAtStart = Encoding.ASCII.GetBytes(first);
        }
        else if (first is not null && keys.FromExclusive)
        {
            // Behind a run: behind its commits too. '.' is the character after '-'.
            Commits = keys with { From = first + ".", FromExclusive = false };
        }

        string? last = UsageKey.RunOf(keys.To);
        _cutAtEnd = last is not null && last.Length < keys.To.Length ? Encoding.ASCII.GetBytes(last) : null;
    }

    /// <summary>Range in <c>reciperuns</c>.</summary>
    public KeyRange Runs { get; }

    /// <summary>Range in <c>runcommits</c>.</summary>
    public KeyRange Commits { get; }

    /// <summary>True for a run of whose rows some stand before the range.</summary>
    public bool CutsAtStart(ReadOnlySpan<byte> runKey) => _cutAtStart is not null && runKey.SequenceEqual(_cutAtStart);

    /// <summary>True for a run that the range cuts: it has commits outside, so that finding none inside does not mean that it has none.</summary>
    public bool Cuts(ReadOnlySpan<byte> runKey) =>
        CutsAtStart(runKey) || (_cutAtEnd is not null && runKey.SequenceEqual(_cutAtEnd));
}
