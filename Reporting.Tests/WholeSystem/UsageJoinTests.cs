using Reporting.Tests.Judges;

namespace Reporting.Tests.WholeSystem;

/// <summary>The usage report against SQLite's own left join over the same input.</summary>
public sealed class UsageJoinTests(AzuriteServer azurite)
{
    private const int Runs = 90;
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    // Runs 10 to 79: those before and after are outside, though commits of them are made inside.
    private static readonly DateTimeOffset s_since = s_start.AddMinutes(10 * 7);
    private static readonly DateTimeOffset s_until = s_start.AddMinutes(80 * 7);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_usage_file_is_the_left_join_that_SQLite_makes_of_the_same_rows()
    {
        await using ServiceUnderTest service = await ServiceUnderTest.StartAsync(azurite, Cancellation, ("Exports:SliceRows", "20"), ("Exports:MinSliceRows", "20"));
        string[] runs = [.. Enumerable.Range(0, Runs).Select(Run)];
        string[] commits = [.. Enumerable.Range(0, Runs).SelectMany(run => Enumerable.Range(0, CommitsOf(run)).Select(commit => Commit(run, commit)))];

        // Commits arrive before their runs.
        await service.IngestAsync("commits", Lines(commits), Cancellation);
        await service.IngestAsync("recipe-runs", Lines(runs), Cancellation);
        byte[] file = await service.ExportAsync(new { report = "usage", format = "CSV", since = Time(s_since), until = Time(s_until) }, Cancellation);

        List<string[]> ours = await PythonJudge.ReadCsvAsync(file, Cancellation);
        List<string[]> theirs = await JoinAsync(ours[0], runs, commits);
        Assert.True(theirs.Count > 300, "The join is too small to say anything.");
        Assert.Equal(Sorted(theirs), Sorted(ours.Skip(1)));
        int time = Array.IndexOf(ours[0], "recipeRunCreatedAt");
        Assert.Equal(ours.Skip(1).Select(row => row[time]).Order(StringComparer.Ordinal), ours.Skip(1).Select(row => row[time]));
    }

    private static async Task<List<string[]>> JoinAsync(string[] columns, string[] runs, string[] commits)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["runs.json"], "[" + string.Join(',', runs) + "]", Cancellation);
        await File.WriteAllTextAsync(folder["commits.json"], "[" + string.Join(',', commits) + "]", Cancellation);
        HashSet<string> ofCommits = ["commitId", "type", "commitState", "commitUserEmail", "commitModifiedAt"];
        string selected = string.Join(", ", columns.Select(column => $"{(ofCommits.Contains(column) ? "c" : "r")}.value ->> '{column}'"));
        string query = $"""
            .mode csv
            select {selected}
            from json_each(readfile('{folder["runs.json"]}')) r
            left join json_each(readfile('{folder["commits.json"]}')) c
              on c.value ->> 'runId' = r.value ->> 'runId'
             and c.value ->> 'repositoryOrigin' = r.value ->> 'repositoryOrigin'
             and c.value ->> 'repositoryPath' = r.value ->> 'repositoryPath'
             and c.value ->> 'repositoryBranch' = r.value ->> 'repositoryBranch'
            where r.value ->> 'recipeRunCreatedAt' >= '{Time(s_since)}' and r.value ->> 'recipeRunCreatedAt' < '{Time(s_until)}';
            """;
        return await PythonJudge.ReadCsvAsync(await Judge.RunAsync("sqlite3", [":memory:"], Encoding.UTF8.GetBytes(query), Cancellation), Cancellation);
    }

    private static string[] Sorted(IEnumerable<string[]> rows) => [.. rows.Select(row => string.Join('\u001f', row)).Order(StringComparer.Ordinal)];

    private static string Lines(string[] rows) => string.Concat(rows.Select(row => row + "\n"));

    private static int CommitsOf(int run) => (run % 3) switch { 0 => 0, 1 => 1, _ => 16 };

    // Two repositories share each run id, so that a join on the run alone would be wrong.
    private static string Run(int run) => JsonSerializer.Serialize(new
    {
        runId = RunId(run), recipeId = "com.example.Recipe", recipeName = "Rename, \"quote\" | pipe\nand a line", organizationId = "Payments & Billing",
        recipeRunState = "FINISHED", repositoryOrigin = "git.example.com", repositoryPath = Path(run), repositoryBranch = "main",
        recipeRunUserEmail = "ada@example.com", errorMarkers = 0, warningMarkers = 1, infoMarkers = 2, debugMarkers = 3,
        totalFilesResults = run, totalFilesSearched = 10, totalFilesChanges = 1, timeSavingsInMinutes = 5,
        astLoadInMilliseconds = 1000, recipeRunInMilliseconds = 5_000_000_000, dependencyResolutionInMilliseconds = 30,
        recipeRunCreatedAt = CreatedAt(run), recipeRunUpdatedAt = Time(s_start.AddMinutes((run * 7) + 5)), stack = "example", priority = "NORMAL",
    });

    private static string Commit(int run, int commit) => JsonSerializer.Serialize(new
    {
        commitId = string.Create(CultureInfo.InvariantCulture, $"{run:D4}{commit:D36}"), runId = RunId(run), recipeRunCreatedAt = CreatedAt(run), organizationId = "Payments & Billing",
        repositoryOrigin = "git.example.com", repositoryPath = Path(run), repositoryBranch = "main", type = "PullRequest", commitState = "COMPLETED",
        commitUserEmail = "grace@example.com", commitCreatedAt = Time(s_start.AddMinutes((run * 7) + 30)), commitModifiedAt = Time(s_start.AddMinutes((run * 7) + 40)),
        message = "Say \"why\", then\nhow", stateMessage = "",
    });

    private static string RunId(int run) => "run-" + (run / 2).ToString("D4", CultureInfo.InvariantCulture);

    private static string Path(int run) => "group/repository-" + (run % 2).ToString(CultureInfo.InvariantCulture);

    private static string CreatedAt(int run) => Time(s_start.AddMinutes(run * 7));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
