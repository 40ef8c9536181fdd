using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Schedules;
using Reporting.Tests.Activity;

namespace Reporting.Tests.Schedules;

public sealed class ScheduleTickTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_slot_delivers_the_rows_that_changed_with_a_signed_manifest()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        await rig.TickAsync(TimeSpan.FromMinutes(59));
        Assert.Empty(rig.Runner.Started);

        await rig.TickAsync(TimeSpan.FromMinutes(1));

        Schedule schedule = await rig.FindAsync();
        Manifest manifest = Assert.Single(await rig.VerifiedChainAsync());
        Assert.Equal((1L, "audit-logs-2026-03-01T13-00-00Z.csv", "hourly/2026-03-01T13:00:00.000Z"), (manifest.Rows, manifest.File, manifest.Schedule));
        Assert.Equal(("2026-03-01T12:00:00.000Z", "2026-03-01T12:55:00.000Z", null), (manifest.ChangedSince, manifest.ChangedUntil, manifest.PreviousManifestSha256));
        Assert.Equal(
            ["2026/03/01/audit-logs-2026-03-01T13-00-00Z.csv", "2026/03/01/audit-logs-2026-03-01T13-00-00Z.csv.manifest.json", "2026/03/01/audit-logs-2026-03-01T13-00-00Z.csv.manifest.json.jws"],
            (await rig.DeliveredAsync()).Keys);
        Assert.Equal((ScheduleRig.Start.AddMinutes(55), ScheduleRig.Start.AddHours(1), null), (schedule.WindowStart, schedule.SlotsAfter, schedule.Work));
        Assert.Equal(
            new SlotResult(ScheduleRig.Start.AddHours(1), SlotState.Successful, "", 1, Assert.Single(rig.Runner.Started), "hourly/2026/03/01/audit-logs-2026-03-01T13-00-00Z.csv"), schedule.LastResult);
    }

    [Fact]
    public async Task Empty_periods_deliver_too_and_each_manifest_names_the_one_before()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync(ScheduleRig.Input() with { Format = "JSONL" });
        for (int hour = 0; hour < 4; hour++)
        {
            await rig.TickAsync(TimeSpan.FromHours(1));
        }

        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal(4, chain.Count);
        Assert.All(chain, manifest => Assert.Equal((0L, 0L), (manifest.Rows, manifest.Bytes)));
        Assert.All(chain.Zip(chain.Skip(1)), pair => Assert.Equal(pair.First.ChangedUntil, pair.Second.ChangedSince));
    }

    [Fact]
    public async Task Ticks_at_once_from_several_processes_make_one_export_a_slot()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await using ScheduleRig second = rig.Another();
        await using ScheduleRig third = rig.Another();
        await rig.PutAsync();
        await rig.PutAsync(ScheduleRig.Input("usage", "30 * * * *"), "usage");
        int slots = LongTests.Enabled ? 4 : 2;
        for (int half = 0; half < 2 * slots; half++)
        {
            rig.Time.Advance(TimeSpan.FromMinutes(30));
            await Task.WhenAll(rig.TickAsync(), second.TickAsync(), third.TickAsync(), rig.TickAsync());
        }

        await rig.TickAsync();
        Assert.Equal(2 * slots, rig.Runner.Started.Count);
        Assert.Equal((slots, slots), ((await rig.VerifiedChainAsync()).Count, (await rig.VerifiedChainAsync("usage")).Count));
        Assert.Equal(2 * slots, (await rig.Jobs.ListAsync(new ExportListQuery(), Token)).Jobs.Count(job => job.State == ExportState.Successful));
    }

    [Fact]
    public async Task After_three_days_of_downtime_the_newest_slots_are_made_up_for_and_the_others_accounted_for()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, configure: options => options.MaxCatchUpSlots = 5);
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        await rig.TickAsync(TimeSpan.FromDays(3));

        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal(72, chain.Count);
        Assert.All(chain.Take(67), manifest => Assert.Equal((Manifest.Gap, true), (manifest.Kind, manifest.Reason!.StartsWith("Skipped", StringComparison.Ordinal))));
        Assert.Equal([1L, 0L, 0L, 0L, 0L], chain.Skip(67).Select(manifest => manifest.Rows)); // The first file covers what the skipped ones would have held.
        Assert.Equal("2026-03-01T12:00:00.000Z", chain[67].ChangedSince);
        Assert.Equal(Enumerable.Range(1, 72).Select(hour => new ExportSlot("hourly", ScheduleRig.Start.AddHours(hour)).ToString()), chain.Select(manifest => manifest.Schedule));
    }

    [Fact]
    public async Task A_slot_whose_export_fails_is_tried_again_then_given_up_and_no_row_is_lost()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], Token);
        rig.Runner.Instead = id => rig.EndAsync(id, ExportState.Failed, "Storage was away.");
        await rig.TickAsync(TimeSpan.FromHours(1));
        Schedule failed = await rig.FindAsync();
        rig.Runner.Instead = null;
        await rig.TickAsync(TimeSpan.FromHours(1));

        List<Manifest> chain = await rig.VerifiedChainAsync();
        Assert.Equal(([Manifest.Gap, Manifest.Export]), chain.Select(manifest => manifest.Kind));
        Assert.Equal(4, rig.Runner.Started.Count);
        Assert.Equal((1L, "2026-03-01T12:00:00.000Z"), (chain[1].Rows, chain[1].ChangedSince));
        Assert.Contains("failed 3 times. The last time: Storage was away.", chain[0].Reason, StringComparison.Ordinal);
        Assert.Equal((SlotState.Failed, ScheduleRig.Start), (failed.LastResult!.State, failed.WindowStart));
    }

    [Fact]
    public async Task A_retry_that_succeeds_leaves_no_gap()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        int starts = 0;
        rig.Runner.Instead = id => ++starts < 3 ? rig.EndAsync(id, ExportState.Failed) : rig.Runner.RunAsync(id);

        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Equal(Manifest.Export, Assert.Single(await rig.VerifiedChainAsync()).Kind);
        Assert.Equal(3, rig.Runner.Started.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_export_that_is_cancelled_or_whose_file_is_deleted_before_its_delivery_gives_a_gap_at_once(bool afterItsEnd)
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        rig.Runner.Instead = async id =>
        {
            if (afterItsEnd)
            {
                rig.Runner.DeliversAtEnd = false;
                await rig.Runner.RunAsync(id);
                await rig.WithdrawAsync(id, "bob@example.com");
            }
            else
            {
                await rig.WithdrawAsync(id, "bob@example.com");
                await rig.EndAsync(id, ExportState.Canceled, "Cancelled by bob@example.com.");
            }
        };

        await rig.TickAsync(TimeSpan.FromHours(1));

        Manifest gap = Assert.Single(await rig.VerifiedChainAsync());
        Assert.Equal(Manifest.Gap, gap.Kind);
        Assert.Contains("bob@example.com", gap.Reason, StringComparison.Ordinal);
        Assert.Single(rig.Runner.Started);
    }

    [Fact]
    public async Task Slots_run_one_after_another()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        await rig.PutAsync();
        rig.Runner.Instead = _ => Task.CompletedTask; // It stays queued.
        await rig.TickAsync(TimeSpan.FromHours(1));
        await rig.TickAsync(TimeSpan.FromHours(1));
        string only = Assert.Single(rig.Runner.Started);

        rig.Runner.Instead = null;
        await rig.Runner.RunAsync(only);
        await rig.TickAsync();

        Assert.Equal(2, (await rig.VerifiedChainAsync()).Count);
    }

    [Fact]
    public async Task A_schedule_that_cannot_go_on_keeps_no_other_from_its_turn()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        Schedule broken = await rig.PutAsync(name: "a-broken");
        await rig.Store.ReplaceAsync((await rig.FindAsync("a-broken")) with { Definition = broken.Definition with { TimeZone = "Mars/Olympus" } }, Token);
        await rig.PutAsync();

        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Single(await rig.VerifiedChainAsync());
    }

    [Fact]
    public async Task A_request_that_is_not_valid_any_more_gives_a_gap_that_says_so()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite);
        Schedule schedule = await rig.PutAsync();
        await rig.Store.ReplaceAsync((await rig.FindAsync()) with { Definition = schedule.Definition with { Columns = ["gone"] } }, Token);

        await rig.TickAsync(TimeSpan.FromHours(1));

        Assert.Contains("columns: 'gone' is no column", Assert.Single(await rig.VerifiedChainAsync()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_audit_log_holds_each_delivery_with_its_hash()
    {
        await using ScheduleRig rig = await ScheduleRig.CreateAsync(azurite, configure: options => options.MaxCatchUpSlots = 1);
        await rig.PutAsync(ScheduleRig.Input("usage"));
        await rig.TickAsync(TimeSpan.FromHours(2));
        await rig.TickAsync();

        List<Azure.Data.Tables.TableEntity> events = await rig.Storage.Tables.GetTableClient("auditevents").QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token).ToListAsync(Token);
        string[] told = [.. events.Select(entry => $"{entry.GetString("action")} {entry.GetString("outcome")} {entry.GetString("userId")}").Order(StringComparer.Ordinal)];
        Assert.Equal(["deliver.schedule Failed Moderne", "deliver.schedule Success Moderne", "finish.export Success Moderne", "start.export Success Moderne"], told);
        string head = (await rig.FindAsync()).HeadManifestSha256!;
        Assert.Contains(events, entry => entry.GetString("description").EndsWith("manifest " + head, StringComparison.Ordinal));
    }
}
