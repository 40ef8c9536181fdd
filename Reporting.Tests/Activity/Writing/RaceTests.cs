using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;

namespace Reporting.Tests.Activity.Writing;

public sealed class RaceTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Writers_racing_for_the_same_rows_all_end_and_the_last_phase_stays()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);

        // Four processes, each with every row in another phase, each in another order; batches cut differently.
        int[] phases = [3, 0, 2, 1];
        WriteResult[] results = await Task.WhenAll(phases.Select(async phase =>
        {
            RecipeRun[] rows = [.. Enumerable.Range(0, 150).Select(number => SampleActivity.Run(number, phase, (RecipeRunState)phase) with { RecipeRunCreatedAt = SampleActivity.Start.AddSeconds(number) })];
            new Random(phase).Shuffle(rows);
            ActivityRig process = rig.Another();
            WriteResult one = await process.Writer.WriteAsync(rows[..100], cancellationToken);
            WriteResult two = await process.Writer.WriteAsync(rows[50..], cancellationToken);
            return new WriteResult(one.Inserted + two.Inserted, one.Replaced + two.Replaced, one.Unchanged + two.Unchanged, []);
        }));

        List<TableEntity> stored = await rig.RowsAsync(RecipeRuns.Table);
        Assert.Equal(150, stored.Count);
        Assert.All(stored, row => Assert.Equal(WireName.Of((RecipeRunState)3), row.GetString("recipeRunState")));
        Assert.All(results, result => Assert.Equal(200, result.Accepted));
        Assert.Equal(150, results.Sum(result => result.Inserted));
    }

    [Fact]
    public async Task One_contended_row_does_not_hold_up_its_batch()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var policy = new RecordingPolicy();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, policy.Registration);
        ActivityRig other = rig.Another();
        await other.Writer.WriteAsync([SampleActivity.Run(0, 0)], cancellationToken);

        // Whenever we have read and are about to replace, another writer replaces first: nine times over.
        int phase = 1;
        policy.LoseResponse = _ => false;
        policy.Before = request =>
        {
            bool replaces = request.Writes && string.Equals(request.Table, "reciperuns", StringComparison.Ordinal) && (request.Body.Contains("PUT ", StringComparison.Ordinal) || string.Equals(request.Method, "PUT", StringComparison.Ordinal));
            if (replaces && phase < 10)
            {
                other.Writer.WriteAsync([SampleActivity.Run(0, phase++)], cancellationToken).GetAwaiter().GetResult();
            }
        };
        WriteResult result = await rig.Writer.WriteAsync([SampleActivity.Run(0, 60), SampleActivity.Run(1, 1) with { RecipeRunCreatedAt = SampleActivity.Start.AddSeconds(1) }], cancellationToken);
        Assert.Equal((1, 1), (result.Inserted, result.Replaced));
        Assert.Equal(10, phase);
        Assert.Contains(await rig.RowsAsync(RecipeRuns.Table), row => row.GetString("recipeRunUpdatedAt").StartsWith("2026-01-28T09:46", StringComparison.Ordinal));
    }
}
