using System.Collections.Concurrent;
using Reporting.Exports.Jobs;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Exports.Slices;

/// <summary>What an export of many slices asks of storage beside its rows.</summary>
public sealed class SharedReadTests(AzuriteServer azurite)
{
    private const int Slices = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slices_at_work_together_read_the_plan_and_look_at_the_job_once_for_all()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await ExportRig.CreateAtAsync(proxy.ConnectionString, new FakeLog().Fill(120));
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 120, slices: Slices, window: Slices);
        var seen = new ConcurrentQueue<StorageRequest>();
        proxy.Seen = seen.Enqueue;

        // All of them are at work before any reads a row.
        int atWork = 0;
        var together = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Log.BeforePage = () =>
        {
            if (Interlocked.Increment(ref atWork) == Slices)
            {
                together.SetResult();
            }

            return together.Task.WaitAsync(Token);
        };
        await Task.WhenAll(Enumerable.Range(0, Slices).Select(slice => rig.SliceAsync(job, slice)));

        Assert.Equal(1, seen.Count(request => request.Method is "GET" && request.Target.Contains("plan.json", StringComparison.Ordinal)));
        Assert.Equal(1, seen.Count(request => request.Method is "GET" && request.Target.StartsWith("/exports(", StringComparison.Ordinal)));
    }
}
