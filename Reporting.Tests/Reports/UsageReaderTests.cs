using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Exports.Slices;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Reports.Reading;
using Reporting.Rows;

namespace Reporting.Tests.Reports;

/// <summary>The streaming join gives what a naive join in memory gives, from any place on.</summary>
public sealed class UsageReaderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 28, 8, 0, 0, TimeSpan.Zero);
    private static readonly ReportDefinition Usage = ReportCatalogue.Find("usage");
    private static readonly string[] Columns = ["commitId", "runId", "message", "recipeRunState", "commitChangedAt"];
    private static readonly KeyRange Everything = KeyRange.OfTimes(Start.AddYears(-1), Start.AddYears(1));

    // Ids that look like parts of keys: a repository's hash, a run and a hash, dashes at the ends.
    private static readonly string Hash = ActivityKeys.RepositoryHash("o", "p0", "b");
    private static readonly string[] RunIds = ["r", "r-1", "r.", "-", "-r-", Hash, "r-" + Hash, "r-" + Hash + "-x", "R"];
    private static readonly string[] CommitIds = ["c", "c-1", "c.", "-", Hash, "c-" + Hash, "0", "z"];

    private sealed record Run(string Key, string RunId, string State, string ChangedAt);

    private sealed record Commit(string Key, string RunKey, string CommitId, string ChangedAt);

    private sealed record Log(Run[] Runs, Commit[] Commits, int Seed);

    // Each reads its log once for every row.
    private static int CasesOfManyReads => LongTests.Enabled ? 1_500 : 60;

    [Fact]
    public void Any_log_joins_as_in_memory()
    {
        Prop.ForAll(Arb.From(Logs()), log => IsJoinedAsync(log, new Filtering(null, null)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 400)));
    }

    [Fact]
    public void Any_log_joins_as_in_memory_with_filters_on_runs_and_changes()
    {
        Gen<Filtering> filters = Gen.Elements(null, "FINISHED", "ERROR").SelectMany(state => Gen.Elements(
            new Filtering(state, null), new Filtering(state, new ChangedRange(Start.AddMinutes(1), Start.AddMinutes(3)))));
        Prop.ForAll(Arb.From(Logs()), Arb.From(filters), (log, filter) => IsJoinedAsync(log, filter).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 400)));
    }

    [Fact]
    public void Any_log_goes_on_behind_every_row()
    {
        Prop.ForAll(Arb.From(Logs()), log => GoesOnAsync(log).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOfManyReads));
    }

    [Fact]
    public void Any_log_goes_on_behind_what_was_passed_over()
    {
        Gen<Filtering> filters = Gen.Elements(
            new Filtering(null, null), new Filtering("FINISHED", null), new Filtering("ERROR", new ChangedRange(Start.AddMinutes(1), Start.AddMinutes(2))), new Filtering(null, new ChangedRange(Start.AddHours(1), Start.AddHours(2))));
        Prop.ForAll(Arb.From(Logs()), Arb.From(filters), (log, filter) => GoesOnBehindPassedAsync(log, filter).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOfManyReads));
    }

    [Fact]
    public void Any_log_can_be_cut_before_every_row_and_run()
    {
        Prop.ForAll(Arb.From(Logs()), log => CanBeCutAsync(log).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOfManyReads));
    }

    [Fact]
    public void The_first_row_of_each_run_is_marked_from_wherever_the_log_is_read()
    {
        Prop.ForAll(Arb.From(Logs()), log => MarksFirstRowsAsync(log).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(CasesOfManyReads));
    }

    [Fact]
    public async Task A_run_with_sixteen_commits_has_sixteen_rows_and_an_orphan_none()
    {
        Run[] runs = [RunOf(0, "a", 0, "FINISHED", 0), RunOf(0, "b", 0, "FINISHED", 0)];
        Commit[] commits =
        [
            .. Enumerable.Range(0, 16).Select(number => CommitOf(runs[0].Key, number.ToString("D2", CultureInfo.InvariantCulture), 0)),
            CommitOf(RunOf(1, "gone", 0, "FINISHED", 0).Key, "x", 0),
        ];
        (List<ReadRow> rows, long orphans) = await ReadAsync(new Log(runs, commits, 1), Everything, new Filtering(null, null));

        Assert.Equal(17, rows.Count);
        Assert.Equal("-|b|-|FINISHED|-", rows[^1].Cells);
        Assert.Equal(1, orphans);
    }

    [Fact]
    public async Task Commits_are_not_filtered_by_the_runs_filters()
    {
        MemoryScanner scanner = Scanner(new Log([], [], 1));
        ReportQuery query = Query(new Filtering("FINISHED", new ChangedRange(Start, Start.AddMinutes(1))));
        await new ReportSource(scanner).Open(query, Everything).DisposeAsync();

        Assert.Equal(["reciperuns", "runcommits"], scanner.Requests.Select(request => request.Table.Name), StringComparer.Ordinal);
        Assert.Equal("(recipeRunState eq 'FINISHED')", scanner.Requests[0].Filter);
        Assert.Null(scanner.Requests[1].Filter);
    }

    private sealed record Filtering(string? State, ChangedRange? Changed);

    private static async Task<bool> IsJoinedAsync(Log log, Filtering filtering)
    {
        (List<ReadRow> rows, long orphans) = await ReadAsync(log, Everything, filtering);
        Assert.Equal(Naive(log, filtering), rows.Select(row => (row.Key, row.Cells)));
        Assert.Equal(filtering.State is null ? Orphans(log) : 0, orphans);
        Assert.Equal(rows.Select(row => row.Key).Order(StringComparer.Ordinal), rows.Select(row => row.Key), StringComparer.Ordinal);
        return true;
    }

    private static async Task<bool> GoesOnAsync(Log log)
    {
        var filtering = new Filtering(null, null);
        (string Key, string Cells)[] all = Naive(log, filtering);
        (List<ReadRow> rows, long orphans) = await ReadAsync(log, Everything, filtering);
        for (int at = 0; at < rows.Count; at++)
        {
            (List<ReadRow> rest, long restOrphans) = await ReadAsync(log, Everything.After(rows[at].Key), filtering);
            Assert.Equal(all[(at + 1)..], rest.Select(row => (row.Key, row.Cells)));
            Assert.Equal(orphans, rows[at].CommitsWithoutRun + restOrphans);
        }

        return true;
    }

    // As a slice does whose time is up at the end of a page.
    private static async Task<bool> GoesOnBehindPassedAsync(Log log, Filtering filtering)
    {
        (string Key, string Cells)[] all = Naive(log, filtering);
        var cursor = new SliceCursor();
        int given = 0;
        await using IReportReader reader = new ReportSource(Scanner(log)).Open(Query(filtering), Everything);
        do
        {
            for (; reader.TryRead(); given++)
            {
                cursor.MoveTo(reader);
            }

            cursor.PassTo(reader);
            if (!cursor.IsEmpty)
            {
                (List<ReadRow> rest, long restOrphans) = await ReadAsync(log, Everything.After(cursor.ToString()), filtering);
                Assert.Equal(all[given..], rest.Select(row => (row.Key, row.Cells)));
                Assert.Equal(filtering.State is null ? Orphans(log) : 0, cursor.CommitsWithoutRun + restOrphans);
            }
        }
        while (await reader.LoadAsync(CancellationToken.None));

        // Every commit, and every run without, was given, filtered away or without run: the reader has come behind it.
        string? last = log.Commits.Select(commit => commit.Key).Concat(log.Runs.Where(run => !log.Commits.Any(commit => commit.RunKey == run.Key)).Select(run => run.Key)).Max(StringComparer.Ordinal);
        Assert.True(string.CompareOrdinal(cursor.ToString(), last) >= 0);
        return true;
    }

    private static async Task<bool> CanBeCutAsync(Log log)
    {
        var filtering = new Filtering(null, null);
        (string Key, string Cells)[] all = Naive(log, filtering);
        foreach (string cut in all.Select(row => row.Key).Concat(log.Runs.Select(run => run.Key)).Concat(log.Runs.Select(run => run.Key[..19])).Distinct(StringComparer.Ordinal))
        {
            (List<ReadRow> before, long orphansBefore) = await ReadAsync(log, Everything with { To = cut }, filtering);
            (List<ReadRow> after, long orphansAfter) = await ReadAsync(log, Everything with { From = cut }, filtering);
            Assert.Equal(all, before.Concat(after).Select(row => (row.Key, row.Cells)));
            Assert.Equal(Orphans(log), orphansBefore + orphansAfter);
        }

        return true;
    }

    private static async Task<bool> MarksFirstRowsAsync(Log log)
    {
        const string Column = "firstRowOfRun";
        (string Key, string Cells)[] all = Naive(log, new Filtering(null, null));
        foreach (KeyRange keys in all.Select(row => Everything.After(row.Key)).Prepend(Everything))
        {
            (List<ReadRow> rows, _) = await ReadRow.AllAsync(new ReportSource(Scanner(log)).Open(ReportQueryBuilder.Build(Usage, ["commitId", Column]), keys), [Column], CancellationToken.None);
            Assert.Equal(all.Where(row => MemoryScanner.IsIn(keys, row.Key)).Select(row => IsFirst(row.Key) ? "1" : "0"), rows.Select(row => row.Cells));
        }

        return true;

        bool IsFirst(string key) => log.Commits.FirstOrDefault(commit => commit.Key == key) is not { } own
            || log.Commits.Where(commit => commit.RunKey == own.RunKey).Select(commit => commit.Key).Min(StringComparer.Ordinal) == key;
    }

    private static (string Key, string Cells)[] Naive(Log log, Filtering filtering)
    {
        bool IsChanged(string at) => filtering.Changed is not { } changed
            || (string.CompareOrdinal(at, Rfc3339.Format(changed.Since)) >= 0 && string.CompareOrdinal(at, Rfc3339.Format(changed.Until)) < 0);
        return
        [
            .. log.Runs
                .Where(run => filtering.State is null || string.Equals(run.State, filtering.State, StringComparison.Ordinal))
                .SelectMany(run => log.Commits.Where(commit => string.Equals(commit.RunKey, run.Key, StringComparison.Ordinal)).Cast<Commit?>().DefaultIfEmpty(), (run, commit) => (run, commit))
                .Where(row => IsChanged(row.run.ChangedAt) || (row.commit is { } commit && IsChanged(commit.ChangedAt)))
                .Select(row => row.commit is { } commit
                    ? (commit.Key, $"{commit.CommitId}|{row.run.RunId}|message of {commit.Key}|{row.run.State}|{commit.ChangedAt}")
                    : (row.run.Key, $"-|{row.run.RunId}|-|{row.run.State}|-"))
                .OrderBy(row => row.Item1, StringComparer.Ordinal),
        ];
    }

    private static long Orphans(Log log) => log.Commits.Count(commit => !log.Runs.Any(run => string.Equals(run.Key, commit.RunKey, StringComparison.Ordinal)));

    private static Task<(List<ReadRow> Rows, long CommitsWithoutRun)> ReadAsync(Log log, KeyRange keys, Filtering filtering) =>
        ReadRow.AllAsync(new ReportSource(Scanner(log)).Open(Query(filtering), keys), Columns, CancellationToken.None);

    private static ReportQuery Query(Filtering filtering) => ReportQueryBuilder.Build(
        Usage,
        Columns,
        filtering.State is null ? null : new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["state"] = [filtering.State] },
        filtering.Changed);

    private static MemoryScanner Scanner(Log log)
    {
        var scanner = new MemoryScanner(log.Seed);
        foreach (Run run in log.Runs)
        {
            scanner.Put(RecipeRuns.Table, run.Key, new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["runId"] = run.RunId, ["recipeRunState"] = run.State, ["changedAt"] = run.ChangedAt,
            });
        }

        foreach (Commit commit in log.Commits)
        {
            scanner.Put(Commits.TableByRun, commit.Key, new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["commitId"] = commit.CommitId, ["message"] = "message of " + commit.Key, ["changedAt"] = commit.ChangedAt,
            });
        }

        return scanner;
    }

    private static Gen<Log> Logs()
    {
        Gen<Run> run = Gen.Choose(0, 2).SelectMany(tick => Gen.Elements(RunIds).SelectMany(id => Gen.Choose(0, 1).SelectMany(repository =>
            Gen.Elements("FINISHED", "ERROR").SelectMany(state => Gen.Choose(0, 4).Select(minute => RunOf(tick, id, repository, state, minute))))));
        return run.ListOf().SelectMany(some => run.ListOf().SelectMany(gone =>
        {
            Run[] runs = [.. some.DistinctBy(one => one.Key, StringComparer.Ordinal)];
            string[] keys = [.. runs.Select(one => one.Key).Concat(gone.Take(3).Select(one => one.Key)).Append(RunOf(0, "none", 0, "", 0).Key)];
            Gen<Commit> commit = Gen.Elements(keys).SelectMany(key => Gen.Elements(CommitIds).SelectMany(id => Gen.Choose(0, 4).Select(minute => CommitOf(key, id, minute))));
            return commit.ListOf().SelectMany(commits => Gen.Choose(0, 1_000_000).Select(seed =>
                new Log(runs, [.. commits.DistinctBy(one => one.Key, StringComparer.Ordinal)], seed)));
        }));
    }

    private static Run RunOf(int tick, string id, int repository, string state, int changedMinute) => new(
        ActivityKeys.RecipeRunRow(Start.AddMilliseconds(tick), id, ActivityKeys.RepositoryHash("o", "p" + (char)('0' + repository), "b")),
        id, state, Rfc3339.Format(Start.AddMinutes(changedMinute)));

    private static Commit CommitOf(string runKey, string id, int changedMinute) =>
        new(ActivityKeys.RunCommitRow(runKey, id), runKey, id, Rfc3339.Format(Start.AddMinutes(changedMinute)));
}
