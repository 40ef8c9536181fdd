using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Slices;

public sealed class SliceHeartbeatTests(AzuriteServer azurite)
{
    [Fact]
    public async Task A_note_of_progress_that_a_broken_connection_loses_costs_the_slice_nothing()
    {
        var breaking = new BreakingPolicy(request => request.Uri.ToString().Contains("-so-far", StringComparison.Ordinal));
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(200), policies: breaking.Registration);
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 200);
        rig.Log.BeforePage = () =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(3));
            return Task.CompletedTask;
        };

        SliceResult slice = await rig.SliceAsync(job);
        Assert.True(breaking.Broken > 1);
        Assert.Equal((200, false), (slice.Rows, slice.Canceled));
    }
}
