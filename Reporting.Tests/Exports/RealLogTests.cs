using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;

namespace Reporting.Tests.Exports;

/// <summary>Exports from what the writer wrote, through planner, scanner and join.</summary>
public sealed class RealLogTests(AzuriteServer azurite)
{
    private const int Runs = 500;
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Usage_in_slices_that_run_out_of_time_equals_the_join_done_by_hand()
    {
        // Every other look at the clock takes a second, so a part is 256 or 512 rows and ends among the commits of a run.
        await using ExportRig rig = await ExportRig.CreateRealAsync(
            azurite, options => (options.MinSliceRows, options.SliceSeconds, options.ProgressSeconds) = (125, 1, 60), new TickingTime(TimeSpan.FromSeconds(0.6)));
        await WriteAsync(rig);
        ExportJob whole = await rig.ExportAsync(new ExportInput { Report = "usage", Columns = ["runId", "commitId"] });
        Manifest manifest = await rig.ReadManifestAsync(whole.Id);

        string expected = Expected(int.MaxValue);
        Assert.Equal(expected, await rig.ReadTextAsync(whole.FileName));
        Assert.Equal(4, manifest.Slices.DistinctBy(slice => slice.Slice).Count());
        Assert.True(manifest.Slices.Count > 4, "No slice ran out of time.");
        foreach (int first in new[] { 1, 255, 256, 257, 400, Count(expected), Count(expected) + 1 })
        {
            ExportJob job = await rig.ExportAsync(new ExportInput { Report = "usage", Columns = ["runId", "commitId"], First = first });
            Assert.Equal(Expected(first), await rig.ReadTextAsync(job.FileName));
        }
    }

    [Fact]
    public async Task Without_a_range_a_file_holds_events_of_every_time_up_to_the_request()
    {
        await using ExportRig rig = await ExportRig.CreateRealAsync(azurite);
        DateTimeOffset now = rig.Time.GetUtcNow();
        DateTimeOffset[] times = [DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddMilliseconds(-1), DateTimeOffset.UnixEpoch, now.AddMilliseconds(-1), now, now.AddYears(1)];
        await rig.Get<ActivityWriter>().WriteAsync([.. times.Select((time, index) => Event("e" + index.ToString(CultureInfo.InvariantCulture), time))], Token);

        ExportJob job = await rig.ExportAsync(new ExportInput { Report = "audit-logs", Columns = ["id", "timestamp"] });

        Assert.Equal(
            "id,Time\ne0,0001-01-01T00:00:00.000Z\ne1,1969-12-31T23:59:59.999Z\ne2,1970-01-01T00:00:00.000Z\ne3,2026-11-22T10:14:59.999Z\n",
            await rig.ReadTextAsync(job.FileName));
    }

    private static AuditEvent Event(string id, DateTimeOffset time) => new()
    {
        Id = id, Timestamp = time, UserId = "u@example.org", Target = "access.tokens", Action = "create.token", ActionType = AuditActionType.Create,
        Description = "Created", Outcome = AuditOutcome.Success,
    };

    private static async Task WriteAsync(ExportRig rig)
    {
        var writer = rig.Get<ActivityWriter>();
        await writer.WriteAsync([.. Enumerable.Range(0, Runs).Select(Run)], Token);
        await writer.WriteAsync([.. Enumerable.Range(0, Runs).SelectMany(run => Enumerable.Range(0, CommitsOf(run)).Select(commit => Commit(run, commit)))], Token);
    }

    private static string Expected(int first)
    {
        IEnumerable<string> rows = Enumerable.Range(0, Runs).SelectMany(run => CommitsOf(run) == 0
            ? [$"{RunId(run)},\n"]
            : Enumerable.Range(0, CommitsOf(run)).Select(commit => $"{RunId(run)},{CommitId(run, commit)}\n"));
        return "runId,commitId\n" + string.Concat(rows.Take(first));
    }

    private static int Count(string csv) => csv.Count(character => character == '\n') - 1;

    private static int CommitsOf(int run) => run % 4 == 0 ? run % 16 : 0;

    private static string RunId(int run) => "r" + run.ToString("D4", CultureInfo.InvariantCulture);

    private static string CommitId(int run, int commit) => string.Create(CultureInfo.InvariantCulture, $"c{run:D4}-{commit:D2}");

    private static RecipeRun Run(int run) => new()
    {
        RunId = RunId(run), RecipeId = "recipe", RecipeRunState = RecipeRunState.Finished, RepositoryOrigin = "example.org", RepositoryPath = "a/b", RepositoryBranch = "main",
        RecipeRunUserEmail = "u@example.org", RecipeRunCreatedAt = s_start.AddSeconds(run), RecipeRunUpdatedAt = s_start.AddSeconds(run + 1),
    };

    private static CommitRecord Commit(int run, int commit) => new()
    {
        CommitId = CommitId(run, commit), RunId = RunId(run), RecipeRunCreatedAt = s_start.AddSeconds(run), RepositoryOrigin = "example.org", RepositoryPath = "a/b",
        RepositoryBranch = "main", Type = CommitType.Direct, CommitState = CommitState.Completed, CommitUserEmail = "u@example.org",
        CommitCreatedAt = s_start.AddSeconds(run + 10), CommitModifiedAt = s_start.AddSeconds(run + 20),
    };
}
