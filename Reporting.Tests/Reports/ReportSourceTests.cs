using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Reports.Definitions;
using Reporting.Reports.Reading;
using Reporting.Tests.Activity;
using Filters = System.Collections.Generic.Dictionary<string, System.Collections.Generic.IReadOnlyList<string>>;

namespace Reporting.Tests.Reports;

/// <summary>Reports over Azurite, written by the writer: filters, changes and the windows in which they are found.</summary>
public sealed class ReportSourceTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 28, 8, 0, 0, TimeSpan.Zero);
    private static readonly KeyRange Everything = KeyRange.OfTimes(Start.AddYears(-10), Start.AddYears(1));

    [Fact]
    public async Task Filters_of_audit_logs_keep_what_LINQ_keeps()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        string[] users = ["ann@example.com", "o'neil", "Ann@example.com", "日本"];
        AuditEvent[] events = [.. Enumerable.Range(0, 90).Select(number => new AuditEvent
        {
            Id = "e" + number.ToString("D2", CultureInfo.InvariantCulture), Timestamp = Start.AddMinutes(number * 3), UserId = users[number % 4],
            Target = number % 3 == 0 ? "access.tokens" : "commits", Action = number % 5 == 0 ? "create.token" : "read", ActionType = (AuditActionType)(number % 4),
            Description = $"Did the {(number % 7 == 0 ? "ÄRGER" : "thing")} of {number % 10}", Outcome = (AuditOutcome)(number % 3),
        })];
        await rig.Writer.WriteAsync(events, TestContext.Current.CancellationToken);
        (Filters Given, Func<AuditEvent, bool> Keeps)[] cases =
        [
            (new() { ["user"] = ["o'neil"] }, row => string.Equals(row.UserId, "o'neil", StringComparison.Ordinal)),
            (new() { ["user"] = ["ann@example.com", "日本"], ["target"] = ["COMMITS"] }, row => (row.UserId is "ann@example.com" or "Ann@example.com" or "日本") && row.Target is "commits"),
            (new() { ["user"] = ["ANN@EXAMPLE.com"] }, row => row.UserId is "ann@example.com" or "Ann@example.com"),
            (new() { ["action"] = ["create.token"], ["actionType"] = ["create", "READ"] }, row => row.Action is "create.token" && row.ActionType is AuditActionType.Create or AuditActionType.Read),
            (new() { ["outcome"] = ["failed"], ["text"] = ["ärger"] }, row => row.Outcome == AuditOutcome.Failed && row.Description.Contains("ÄRGER", StringComparison.Ordinal)),
            (new() { ["text"] = ["of 3", "OF 4"] }, row => row.Description[^1] is '3' or '4'),
            (new() { ["user"] = ["absent"] }, _ => false),
            (new() { ["user"] = [.. users, .. Enumerable.Range(0, 12).Select(number => "x" + (char)('a' + number))] }, _ => true),
        ];
        foreach ((Filters given, Func<AuditEvent, bool> keeps) in cases)
        {
            Assert.Equal(events.Where(keeps).Select(row => row.Id), await IdsAsync(rig, "audit-logs", "id", filters: given), StringComparer.Ordinal);
        }
    }

    [Fact]
    public async Task Filters_of_runs_and_commits_keep_what_LINQ_keeps()
    {
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        RecipeRun[] runs = [.. Enumerable.Range(0, 40).Select(number => Run(number))];
        CommitRecord[] commits = [.. runs.Where((_, at) => at % 2 == 0).SelectMany((run, at) => Enumerable.Range(0, at % 3).Select(number => Commit(run, number)))];
        await rig.Writer.WriteAsync(runs, TestContext.Current.CancellationToken);
        await rig.Writer.WriteAsync(commits, TestContext.Current.CancellationToken);

        (Filters Given, Func<RecipeRun, bool> Keeps)[] runCases =
        [
            (new() { ["organization"] = ["org1"], ["state"] = ["error"] }, row => row.OrganizationId is "org1" && row.RecipeRunState == RecipeRunState.Error),
            (new() { ["user"] = ["ann"], ["recipe"] = ["recipe.2", "recipe.0"] }, row => row.RecipeRunUserEmail is "ann" && row.RecipeId is "recipe.2" or "recipe.0"),
            (new() { ["repository"] = ["github.com/team/repo1", "team/repo2"] }, row => row.RepositoryPath is "team/repo1" or "team/repo2"),
        ];
        foreach ((Filters given, Func<RecipeRun, bool> keeps) in runCases)
        {
            Assert.Equal(runs.Where(keeps).Select(row => row.RunId), await IdsAsync(rig, "recipe-runs", "runId", filters: given), StringComparer.Ordinal);
            Assert.Equal(
                runs.Where(keeps).SelectMany(run => commits.Where(commit => string.Equals(commit.RunId, run.RunId, StringComparison.Ordinal)).Select(commit => commit.CommitId).DefaultIfEmpty("-")),
                await IdsAsync(rig, "usage", "commitId", filters: given),
                StringComparer.Ordinal);
        }

        Assert.Equal(
            commits.Where(row => row.Type == CommitType.PullRequest && row.CommitUserEmail is "ann").Select(row => row.CommitId),
            await IdsAsync(rig, "commits", "commitId", filters: new() { ["type"] = ["pullrequest"], ["user"] = ["ann"], ["organization"] = ["org0", "org1", "org2"], ["state"] = ["completed"] }),
            StringComparer.Ordinal);
    }

    [Fact]
    public async Task Changes_are_found_in_their_windows_and_only_there()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(Start.AddDays(10));
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        RecipeRun[] runs = [.. Enumerable.Range(0, 30).Select(number => Run(number))];
        await rig.Writer.WriteAsync(runs, cancellationToken);
        await rig.Writer.WriteAsync([Commit(runs[4], 0)], cancellationToken);

        // Two hours later a run changes, a commit of another comes late, and a commit that was there changes.
        time.Advance(TimeSpan.FromHours(2));
        DateTimeOffset since = time.GetUtcNow();
        await rig.Writer.WriteAsync([runs[25] with { RecipeRunUpdatedAt = runs[25].RecipeRunUpdatedAt.AddMinutes(1) }, runs[3]], cancellationToken);
        await rig.Writer.WriteAsync([Commit(runs[9], 0), Commit(runs[4], 0) with { CommitModifiedAt = Start.AddHours(5) }], cancellationToken);
        time.Advance(TimeSpan.FromMinutes(3));
        DateTimeOffset until = time.GetUtcNow();
        await rig.Writer.WriteAsync([Commit(runs[12], 0)], cancellationToken);
        var changed = new ChangedRange(since, until);

        Assert.Equal(["r25"], await IdsAsync(rig, "recipe-runs", "runId", changed), StringComparer.Ordinal);
        Assert.Equal(["r04", "r09"], await IdsAsync(rig, "commits", "runId", changed), StringComparer.Ordinal);
        Assert.Equal(["r04", "r09", "r25"], await IdsAsync(rig, "usage", "runId", changed), StringComparer.Ordinal);
        Assert.Empty(await IdsAsync(rig, "audit-logs", "id", changed));
        Assert.Equal(["r12"], await IdsAsync(rig, "usage", "runId", new ChangedRange(until, until.AddMinutes(1))), StringComparer.Ordinal);

        // The windows hold those rows, and not the whole log.
        var windows = new ChangedWindows(rig.Storage);
        foreach ((string report, string[] expected) in ((string, string[])[])[("recipe-runs", ["r25"]), ("commits", ["r04", "r09"]), ("usage", ["r04", "r09", "r25"]), ("audit-logs", [])])
        {
            IReadOnlyList<KeyWindow> found = await windows.FindAsync(ReportCatalogue.Find(report), changed, cancellationToken);
            Assert.Equal(found.OrderBy(window => window.Keys.From, StringComparer.Ordinal), found);
            Assert.All(found, window => Assert.StartsWith("00-20260128", window.Partition, StringComparison.Ordinal));
            var ids = new List<string>();
            foreach (KeyRange keys in KeyWindow.Merge(found))
            {
                ids.AddRange(await IdsAsync(rig, report, report is "audit-logs" ? "id" : "runId", changed, keys: keys));
            }

            Assert.Equal(expected, ids, StringComparer.Ordinal);
            long width = found.Sum(window => long.Parse(window.Keys.To, CultureInfo.InvariantCulture) - long.Parse(window.Keys.From, CultureInfo.InvariantCulture));
            Assert.InRange(width, 0, TimeSpan.FromMinutes(200).Ticks);
        }

        Assert.Empty(await windows.FindAsync(ReportCatalogue.Find("usage"), new ChangedRange(until.AddMinutes(5), until.AddHours(9)), cancellationToken));
        Assert.Empty(await windows.FindAsync(ReportCatalogue.Find("usage"), new ChangedRange(until, since), cancellationToken));
    }

    [Fact]
    public async Task A_change_in_the_last_millisecond_of_a_range_is_in_it_and_one_at_its_end_in_the_next()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(Start.AddDays(10).AddSeconds(59.999));
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        await rig.Writer.WriteAsync([Run(1)], cancellationToken);
        DateTimeOffset edge = Start.AddDays(10).AddMinutes(1);
        time.SetUtcNow(edge);
        await rig.Writer.WriteAsync([Run(2)], cancellationToken);

        foreach ((ChangedRange changed, string expected) in ((ChangedRange, string)[])[(new(edge.AddMinutes(-1), edge), "r01"), (new(edge, edge.AddMinutes(1)), "r02"), (new(edge.AddMilliseconds(-1), edge), "r01"), (new(edge, edge.AddMilliseconds(1)), "r02")])
        {
            IReadOnlyList<KeyWindow> windows = await new ChangedWindows(rig.Storage).FindAsync(ReportCatalogue.Find("usage"), changed, cancellationToken);
            var ids = new List<string>();
            foreach (KeyRange keys in KeyWindow.Merge(windows))
            {
                ids.AddRange(await IdsAsync(rig, "usage", "runId", changed, keys: keys));
            }

            Assert.Equal([expected], ids, StringComparer.Ordinal);
        }
    }

    [Fact]
    public void Windows_of_several_partitions_merge_to_ranges_apart()
    {
        KeyWindow[] windows = [Window("01", 10, 15), Window("00", 0, 5), Window("02", 5, 6), Window("00", 16, 17), Window("00", 30, 31)];

        Assert.Equal([Window("", 0, 6).Keys, Window("", 10, 15).Keys, Window("", 16, 17).Keys, Window("", 30, 31).Keys], KeyWindow.Merge(windows));

        KeyWindow Window(string bucket, int from, int to) => new(bucket, KeyRange.OfTimes(Start.AddMinutes(from), Start.AddMinutes(to)));
    }

    private static RecipeRun Run(int number) => new()
    {
        RunId = "r" + number.ToString("D2", CultureInfo.InvariantCulture), RecipeId = "recipe." + (char)('0' + (number % 4)), OrganizationId = "org" + (char)('0' + (number % 3)),
        RecipeRunState = number % 2 == 0 ? RecipeRunState.Finished : RecipeRunState.Error, RepositoryOrigin = "github.com", RepositoryPath = "team/repo" + (char)('0' + (number % 5)),
        RepositoryBranch = "main", RecipeRunUserEmail = number % 3 == 1 ? "ann" : "bob", RecipeRunCreatedAt = Start.AddMinutes(number * 10), RecipeRunUpdatedAt = Start.AddMinutes((number * 10) + 1),
        TotalFilesSearched = number * 1_000_000_000L,
    };

    private static CommitRecord Commit(RecipeRun run, int number) => new()
    {
        CommitId = $"c-{run.RunId}-{number}", RunId = run.RunId, RecipeRunCreatedAt = run.RecipeRunCreatedAt, OrganizationId = run.OrganizationId, RepositoryOrigin = run.RepositoryOrigin,
        RepositoryPath = run.RepositoryPath, RepositoryBranch = run.RepositoryBranch, Type = number == 0 ? CommitType.PullRequest : CommitType.Direct, CommitState = CommitState.Completed,
        CommitUserEmail = run.RecipeRunUserEmail, CommitCreatedAt = run.RecipeRunCreatedAt.AddMinutes(5).AddSeconds(number), CommitModifiedAt = run.RecipeRunCreatedAt.AddMinutes(6), Message = "m",
    };

    private static async Task<List<string>> IdsAsync(ActivityRig rig, string report, string column, ChangedRange? changed = null, Filters? filters = null, KeyRange? keys = null)
    {
        var source = new ReportSource(new ActivityScanner(rig.Storage, rig.Buckets));
        ReportQuery query = ReportQueryBuilder.Build(ReportCatalogue.Find(report), [column], filters, changed);
        return [.. (await ReadRow.AllAsync(source.Open(query, keys ?? Everything), [column], TestContext.Current.CancellationToken)).Rows.Select(row => row.Cells)];
    }
}
