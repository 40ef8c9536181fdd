using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;

namespace Reporting.Tests.Activity.Keys;

public sealed class BucketSettingsTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset Change = SampleActivity.Start.AddHours(4);

    [Fact]
    public async Task Rows_of_hours_after_a_change_are_spread_over_buckets_and_earlier_ones_stay()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        await rig.Buckets.ChangeAsync(4, Change, cancellationToken);

        // Four hours and a bit: hours 08 to 11 hold the first rows, 12 and later the others.
        await rig.Writer.WriteAsync(SampleActivity.Many(100, number => SampleActivity.Run(number)), cancellationToken);
        await rig.Writer.WriteAsync(SampleActivity.Many(100, number => SampleActivity.Commit(number)), cancellationToken);
        List<TableEntity> runs = await rig.RowsAsync(RecipeRuns.Table);
        Assert.Equal(100, runs.Count);
        Assert.All(runs, row => Assert.True(string.CompareOrdinal(row.PartitionKey[3..], ActivityKeys.Hour(Change)) >= 0 || row.PartitionKey.StartsWith("00-", StringComparison.Ordinal), row.PartitionKey));
        Assert.Equal(["00", "01", "02", "03"], runs.Select(row => row.PartitionKey[..2]).Distinct().Order(StringComparer.Ordinal));

        // A commit stands in its run's partition, whatever bucket that is.
        Dictionary<string, string> partitions = runs.ToDictionary(row => row.RowKey, row => row.PartitionKey, StringComparer.Ordinal);
        Assert.All(await rig.RowsAsync(Commits.TableByRun), row => Assert.Equal(partitions[row.RowKey[..row.RowKey.LastIndexOf("-c~", StringComparison.Ordinal)]], row.PartitionKey));

        WriteResult again = await rig.Another(time).Writer.WriteAsync(SampleActivity.Many(100, number => SampleActivity.Run(number)), cancellationToken);
        Assert.Equal(100, again.Unchanged);
    }

    [Fact]
    public async Task A_change_is_refused_for_an_hour_too_near_or_one_that_holds_rows()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, new FakeTimeProvider(SampleActivity.Start));
        await Assert.ThrowsAsync<ArgumentException>(() => rig.Buckets.ChangeAsync(3, Change, cancellationToken));
        await Assert.ThrowsAsync<ArgumentException>(() => rig.Buckets.ChangeAsync(2, SampleActivity.Start.AddHours(2), cancellationToken));

        await rig.Writer.WriteAsync([SampleActivity.Run(0) with { RecipeRunCreatedAt = Change.AddHours(3) }], cancellationToken);
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => rig.Buckets.ChangeAsync(2, Change, cancellationToken));
        Assert.Contains("reciperuns", refused.Message, StringComparison.Ordinal);
        await rig.Buckets.ChangeAsync(2, Change.AddHours(4), cancellationToken);
    }

    [Fact]
    public async Task Another_process_sees_a_change_within_a_minute()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        ActivityRig other = rig.Another(time);
        Assert.Empty((await other.Buckets.GetAsync(cancellationToken)).Changes);
        await rig.Buckets.ChangeAsync(8, Change, cancellationToken);
        Assert.Equal(8, (await rig.Buckets.GetAsync(cancellationToken)).CountAt(Change));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(8, (await other.Buckets.GetAsync(cancellationToken)).CountAt(Change));
    }
}
