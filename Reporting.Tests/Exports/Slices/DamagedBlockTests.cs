using Azure;
using Reporting.Exports.Jobs;
using Reporting.Tests.Faults;

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
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 100);
        proxy.Add(request => request.IsPutBlock, exchange => exchange.ForwardDamagedAsync(), times: 1);

        RequestFailedException refused = await Assert.ThrowsAsync<RequestFailedException>(() => rig.SliceAsync(job));
        Assert.Equal((400, "Md5Mismatch"), (refused.Status, refused.ErrorCode));
        Assert.Equal(100, (await rig.SliceAsync(job)).Rows);
    }
}
