using Reporting.Activity.Records;
using Reporting.Exports.Manifests;
using Reporting.Schedules;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules;

public sealed class ScheduleWindowTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_clock_that_steps_back_makes_no_slot_again_and_loses_no_row()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.TickAsync(TimeSpan.FromHours(1));
        rig.Time.AdjustTime(ScheduleRig.Start.AddMinutes(58));
        await rig.TickAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token); // Behind the delivered window, whose end is at :55.
        await rig.TickAsync(TimeSpan.FromMinutes(30));
        rig.Runner.Instead = async id =>
        {
            // Between the slot and the plan.
            rig.Time.AdjustTime(ScheduleRig.Start.AddMinutes(70));
            await rig.Runner.RunAsync(id);
        };
        await rig.TickAsync(TimeSpan.FromMinutes(32));
        rig.Runner.Instead = null;
        Schedule early = await rig.FindAsync();
        await rig.TickAsync(TimeSpan.FromMinutes(110));

        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal(3, chain.Count);
        Assert.Equal(("2026-03-01T13:09:30.000Z", ScheduleRig.Start.AddMinutes(69.5)), (chain[1].ChangedUntil, early.WindowStart)); // The plan's watermark.
        Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.Equal(pair.First.ChangedUntil, pair.Second.ChangedSince));
        Assert.Equal(1, chain.Sum(manifest => manifest.Rows));
        Assert.Equal(3, chain.Select(manifest => manifest.Schedule).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_row_that_fails_three_slots_later_comes_again_in_that_slot()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1, AuditOutcome.Started)], Token);
        for (int hour = 0; hour < 3; hour++)
        {
            await rig.TickAsync(TimeSpan.FromHours(1));
        }

        await rig.Writer.WriteAsync([SampleActivity.Event(1, AuditOutcome.Failed)], Token);
        await rig.TickAsync(TimeSpan.FromHours(1));

        SortedDictionary<string, byte[]> files = await rig.DeliveredAsync();
        string[] rows = [.. files.Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)).Select(file => string.Join('|', Encoding.UTF8.GetString(file.Value).Split('\n')[1..^1].Select(line => line.Split(',')[^2])))]; // The outcome, before the origin.
        Assert.Equal(["Started", "", "", "Failed"], rows);
        await rig.VerifiedChainAsync();
    }

    [Fact]
    public async Task A_usage_row_comes_again_when_one_of_its_commits_changes()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync(ScheduleRig.Input("usage") with { Columns = ["runId", "commitId", "commitState"] });
        await rig.Writer.WriteAsync([SampleActivity.Run(1), SampleActivity.Run(2)], Token);
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.Writer.WriteAsync([SampleActivity.Commit(1, state: CommitState.Processing), SampleActivity.Commit(2, 1, CommitState.Completed)], Token);
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.Writer.WriteAsync([SampleActivity.Commit(1, 5, CommitState.Failed)], Token);
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.TickAsync(TimeSpan.FromHours(1));

        string[] files = [.. (await rig.DeliveredAsync()).Where(file => file.Key.EndsWith(".csv", StringComparison.Ordinal)).Select(file => Encoding.UTF8.GetString(file.Value))];
        const string Header = "runId,commitId,commitState\n";
        Assert.Equal([Header + "run-1,,\nrun-2,,\n", Header + "run-1,c-1,PROCESSING\nrun-2,c-2,COMPLETED\n", Header + "run-1,c-1,FAILED\n", Header], files);
    }

    [Fact]
    public async Task Rows_whose_event_lies_in_the_future_are_in_the_window_in_which_they_changed()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1) with { Timestamp = ScheduleRig.Start.AddYears(1) }], Token);

        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Equal(1, Assert.Single(await rig.VerifiedChainAsync()).Rows);
    }

    [Fact]
    public async Task Over_event_time_each_file_holds_the_events_of_its_window()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync(ScheduleRig.Input() with { Over = "eventTime", LagMinutes = 10 });
        for (int quarter = 0; quarter < 12; quarter++)
        {
            await rig.Writer.WriteAsync([SampleActivity.Event(quarter) with { Timestamp = rig.Time.GetUtcNow() }], Token);
            await rig.TickAsync(TimeSpan.FromMinutes(15));
        }

        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal([4L, 4L, 4L], chain.Select(manifest => manifest.Rows));
        Assert.Equal(("2026-03-01T12:00:00.000Z", "2026-03-01T12:50:00.000Z", null), (chain[0].Since, chain[0].Until, chain[0].ChangedSince));
        Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.Equal(pair.First.Until, pair.Second.Since));
    }
}
