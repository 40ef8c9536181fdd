using Reporting.Exports.Manifests;
using Reporting.Schedules.Requests;
using Reporting.Schedules.Slots;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules.Requests;

public sealed class ScheduleEditorTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_a_pause_the_first_file_covers_it_and_there_are_no_gaps()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.PutAsync(ScheduleRig.Input() with { IsPaused = true });
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        await rig.TickAsync(TimeSpan.FromDays(2));
        Assert.Null(SlotCalendar.FindNext(await rig.FindAsync(), rig.Time.GetUtcNow()));

        await rig.PutAsync();
        await rig.TickAsync(TimeSpan.FromHours(1));

        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal([0L, 1L], chain.Select(manifest => manifest.Rows));
        Assert.Equal("2026-03-01T12:55:00.000Z", chain[1].ChangedSince);
    }

    [Fact]
    public async Task A_change_of_the_times_counts_slots_from_then_on()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync(ScheduleRig.Input(cron: "0 2 * * *"));
        await rig.TickAsync(TimeSpan.FromHours(10));
        await rig.PutAsync();
        await rig.TickAsync();
        Assert.Empty(rig.Runner.Started);

        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Equal("hourly/2026-03-01T23:00:00.000Z", Assert.Single(await rig.VerifiedChainAsync()).Schedule);
    }

    [Fact]
    public async Task Since_sets_where_the_next_window_begins()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        rig.Time.Advance(TimeSpan.FromHours(1));
        await rig.PutAsync();
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.PutAsync(ScheduleRig.Input() with { Since = ScheduleRig.Start });
        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Equal([0L, 1L], (await rig.VerifiedChainAsync()).Select(manifest => manifest.Rows));
    }

    [Fact]
    public async Task A_schedule_made_again_under_a_name_goes_on_with_its_chain()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.TickAsync(TimeSpan.FromHours(1));
        Assert.Equal(ScheduleDeleteOutcome.Deleted, await rig.Editor.DeleteAsync("hourly", _ => true, Token));
        Assert.Null(await rig.Store.FindActiveAsync("hourly", Token));
        Assert.Empty(await rig.Store.ListActiveAsync(Token));
        await rig.TickAsync(TimeSpan.FromHours(3));
        Assert.Equal(SchedulePutOutcome.Created, (await rig.Editor.PutAsync("hourly", ScheduleRig.Input("usage"), "bob@example.com", current => current is null, Token)).Outcome);
        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Equal(["audit-logs", "usage"], (await rig.VerifiedChainAsync()).Select(manifest => manifest.Report));
    }

    [Fact]
    public async Task The_export_of_a_deleted_schedule_is_cancelled_and_delivers_nothing()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        rig.Runner.Instead = _ => Task.CompletedTask;
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.Editor.DeleteAsync("hourly", _ => true, Token);
        await rig.TickAsync();

        Assert.True((await rig.Jobs.FindAsync(Assert.Single(rig.Runner.Started), Token))!.CancelRequested);
        Assert.Null((await rig.FindAsync()).Work);
        Assert.Empty(await rig.DeliveredAsync());
    }
}
