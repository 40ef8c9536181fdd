using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using static Reporting.Tests.Exports.Workflow.OrchestratorReplay;

namespace Reporting.Tests.Exports.Workflow;

public sealed class FirstRowsTests
{
    [Fact]
    public async Task The_first_N_are_exact_at_every_edge_in_any_order()
    {
        int[][] logs = [[6, 8, 9], [0, 0, 5, 0, 3], [1], [10, 1, 1, 10], [0], [4, 4, 4, 4, 4, 4]];
        foreach (int[] rows in logs)
        {
            for (int first = 1; first <= rows.Sum() + 2; first++)
            {
                for (int seed = 0; seed < 6; seed++)
                {
                    var export = new FakeExport(rows) { First = first, Window = 1 + (seed % 4), Budget = seed % 3 * 2 };
                    Assert.Equal("\"Successful\"", (await new SeededRun(export, seed).RunAsync()).Outcome);
                    Assert.Equal(export.Expected, export.File);
                }
            }
        }
    }

    [Fact]
    public async Task No_slice_is_asked_for_more_than_N_rows()
    {
        var export = new FakeExport(50, 50, 50, 50) { First = 7, Window = 2, Budget = 3 };
        await new SeededRun(export, 5).RunAsync();

        Assert.All(export.Slices, slice => Assert.InRange(slice.Limit, 1, 7));
    }

    [Fact]
    public async Task No_more_slices_start_once_the_rows_are_there()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var export = new FakeExport([.. Enumerable.Repeat(10, 96)]) { First = 25, Window = 2 };
            OrchestratorReplay replay = await new SeededRun(export, seed).RunAsync();

            Assert.InRange(replay.Requests.OfType<SliceRequest>().Max(request => request.Slice), 2, 4);
            Assert.Equal(export.Expected, export.File);
        }
    }

    [Fact]
    public void The_example_of_the_fan_out_holds()
    {
        var replay = new OrchestratorReplay([
            Completed(0, new ExportPlan(3, 2, 10, 23)), Completed(2, new SliceResult(1, 0, "b", 8, 80, null)), Completed(1, new SliceResult(0, 0, "a", 6, 60, null)),
            Completed(4, new SliceResult(1, 0, "c", 4, 40, null)),
        ]);

        Assert.Equal(
            [
                new SliceRequest("job", 0, 0, null, 10), new SliceRequest("job", 1, 0, null, 10), new SliceRequest("job", 2, 0, null, 2),
                new SliceRequest("job", 1, 0, null, 4),
            ],
            replay.Requests.OfType<SliceRequest>());
        Assert.Equal([new SlicePart(0, 0, "a"), new SlicePart(1, 0, "c")], Assert.IsType<CommitRequest>(replay.Requests[^1]).Slices);
    }

    [Fact]
    public void A_shortened_slice_that_has_lost_rows_meanwhile_is_made_up_for_by_the_next()
    {
        var replay = new OrchestratorReplay([Completed(0, new ExportPlan(3, 1, 10, 30)), Completed(1, new SliceResult(0, 0, "a", 8, 80, "k")), Completed(2, new SliceResult(0, 1, "b", 2, 20, null))]);
        Assert.IsType<CommitRequest>(replay.Requests[^1]);

        replay = new OrchestratorReplay([
            Completed(0, new ExportPlan(3, 2, 10, 30)), Completed(2, new SliceResult(1, 0, "b", 10, 100, null)), Completed(1, new SliceResult(0, 0, "a", 6, 60, null)),
            Completed(3, new SliceResult(1, 0, "c", 3, 30, null)),
        ]);
        Assert.Equal(new SliceRequest("job", 2, 0, null, 1), replay.Requests[^1]);
    }
}
