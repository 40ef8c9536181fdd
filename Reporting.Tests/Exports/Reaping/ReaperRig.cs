using Moq;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Storage;

namespace Reporting.Tests.Exports.Reaping;

/// <summary>Exports whose engine says what a test wants it to say.</summary>
internal static class ReaperRig
{
    /// <summary>The time between two ticks.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A rig on an account whose engine says that of every job.</summary>
    public static async Task<ExportRig> CreateAsync(string account, RunnerState engine = RunnerState.Missing)
    {
        var rig = new ExportRig(account, new FakeLog().Fill(20));
        await StorageSetup.CreateAsync(rig.Storage, Token);
        Answer(rig, engine, engine == RunnerState.Missing ? null : rig.Time.GetUtcNow());
        return rig;
    }

    /// <summary>From now on the engine says so.</summary>
    public static void Answer(ExportRig rig, RunnerState engine, DateTimeOffset? at) =>
        rig.Runner.Setup(runner => runner.GetStatusAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(new RunnerStatus(engine, at));

    /// <summary>A job in progress with a slice written and its blocks staged.</summary>
    public static async Task<ExportJob> HalfWayAsync(ExportRig rig, bool noSlice = false)
    {
        ExportJob job = await rig.AddJobAsync(seconds: 20, slices: 1);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        if (!noSlice)
        {
            await rig.Steps.ExportSliceAsync(new SliceRequest(job.Id, 0, 0, null, 0));
            Assert.Equal(2, (await rig.BlobsAsync(job.Id)).Count);
        }

        return await rig.FindAsync(job.Id);
    }
}
