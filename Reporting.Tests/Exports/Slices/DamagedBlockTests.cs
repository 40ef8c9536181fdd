using Azure;
using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Tests.Faults;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Exports.Slices;

/// <summary>Storage takes in no block that is not what was sent.</summary>
public sealed class DamagedBlockTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_block_that_arrives_damaged_is_refused_and_the_slice_can_be_done_again()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using ExportRig rig = await ExportRig.CreateAtAsync(proxy.ConnectionString, new FakeLog().Fill(100));
        ExportJob job = await rig.AddJobAsync(seconds: 100, slices: 1);
        await rig.Steps.PlanAsync(new PlanRequest(job.Id));
        proxy.Add(request => request.IsPutBlock, exchange => exchange.ForwardDamagedAsync(), times: 1);
        var request = new SliceRequest(job.Id, 0, 0, null, 0);

        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(() => rig.Steps.ExportSliceAsync(request));
        Assert.Equal((400, "Md5Mismatch"), (refused.Status, refused.ErrorCode));
        Assert.Equal(100, (await rig.Steps.ExportSliceAsync(request)).Rows);
    }
}
