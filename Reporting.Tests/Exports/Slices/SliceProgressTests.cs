using Reporting.Exports.Jobs;
using Reporting.Exports.Slices;

namespace Reporting.Tests.Exports.Slices;

public sealed class SliceProgressTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Progress_is_summed_from_what_the_slices_note()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(100));
        ExportJob job = await rig.AddPlannedJobAsync(seconds: 100, slices: 4);
        await rig.SliceAsync(job, 1);
        await rig.SliceAsync(job, 1);
        ExportProgress progress = (await rig.DescribeAsync(job.Id)).Progress;
        ExportJob ended = await rig.RunAsync(job.Id);

        Assert.Equal(new ExportProgress(1, 4, 25, 100), progress);
        Assert.Equal(new ExportProgress(4, 4, 100, 100), (await rig.DescribeAsync(ended.Id)).Progress);
        Assert.Null(await rig.Jobs.FindAsync("nonsense", Token));
    }

    [Fact]
    public async Task A_slice_notes_its_progress_while_it_works()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(100));
        ExportJob job = await rig.AddJobAsync(seconds: 100);
        int pages = 0;
        long seen = 0;
        rig.Log.BeforePage = async () =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(3));
            for (pages++; pages == 5 && seen == 0;)
            {
                seen = (await rig.DescribeAsync(job.Id)).Progress.Rows; // The note is written beside the work.
            }
        };
        await rig.RunAsync(job.Id);

        Assert.InRange(seen, 10, 99);
    }
}
