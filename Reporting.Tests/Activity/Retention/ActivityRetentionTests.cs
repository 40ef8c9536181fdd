using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Buckets;
using Reporting.Activity.Counts;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Retention;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Reports.Definitions;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Activity.Retention;

public sealed class ActivityRetentionTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_hours_go_from_every_table_with_what_points_to_them_and_the_audit_log_says_so()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        await log.RunAsync();

        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(AuditEvents.Table));
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(RecipeRuns.Table));
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(Commits.TableByRun)); // With their runs, whatever their own time.
        Assert.Equal(Expected(number => SampleActivity.Time(number).AddHours(2)), await log.HoursAsync(Commits.Table));
        Assert.All(await log.RowsAsync("touched"), entry => Assert.True(string.CompareOrdinal(ActivityKeys.TouchedHour(entry.RowKey), "2026013000") >= 0, entry.RowKey));
        Assert.All(await log.RowsAsync("hourcounts"), row => Assert.True(string.CompareOrdinal(row.RowKey, "20260130") >= 0, row.RowKey));
        TableEntity told = Assert.Single(await log.RowsAsync("auditevents"), row => row.GetString("action") is "delete.activity");
        Assert.Equal(("Moderne", "Success", "Delete"), (told.GetString("userId"), told.GetString("outcome"), told.GetString("actionType")));
        Assert.Equal("Deleted activity from before 2026-01-30T00:00:00.000Z: 12 rows of auditevents, 11 rows of commits, 6 rows of hourcounts, 12 rows of reciperuns, 12 rows of runcommits, 47 rows of touched", told.GetString("description"));
    }

    [Fact]
    public async Task A_run_that_finds_nothing_deletes_nothing_and_says_nothing()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        await log.RunAsync();
        List<string> left = await log.HoursAsync();
        int told = (await log.RowsAsync("auditevents")).Count;
        await log.RunAsync();

        Assert.Equal(left, await log.HoursAsync());
        Assert.Equal(told, (await log.RowsAsync("auditevents")).Count);
    }

    [Fact]
    public async Task Without_a_retention_everything_stays_and_the_log_is_whole_from_its_beginning()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        log.Options.RetentionDays = 0;
        List<string> all = await log.HoursAsync();
        await log.RunAsync();

        Assert.Equal(all, await log.HoursAsync());
        Assert.Null(await log.Rig.Get<ActivityAvailability>().GetAsync(log.Time.GetUtcNow(), Token));
    }

    [Fact]
    public async Task A_run_stops_when_its_budget_is_spent_and_the_next_ones_go_on_to_the_same_end()
    {
        string account = azurite.NewAccount();
        await using AgedLog log = await AgedLog.CreateAsync(account);
        SweepPosition? position;
        int runs = 0;
        var positions = new HashSet<SweepPosition>();
        do
        {
            // Another process each time.
            await using AgedLog next = await AgedLog.CreateAsync(account, write: false);
            var budget = new RetentionBudget(next.Time, TimeSpan.FromHours(1), mostRows: 7);
            await next.RunAsync(budget);
            position = await next.Rig.Get<SweepProgress>().ReadAsync(Token);
            Assert.True(position is null || (budget.IsSpent && budget.Spent <= 7 + RowDeletesRows), $"{budget.Spent} rows");
            Assert.True(position is null || positions.Add(position), "A run made no progress.");
            runs++;
        }
        while (position is not null);

        Assert.InRange(runs, 6, 20);
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(AuditEvents.Table));
        Assert.Equal(Expected(number => SampleActivity.Time(number).AddHours(2)), await log.HoursAsync(Commits.Table));
        Assert.All(await log.RowsAsync("touched"), entry => Assert.True(string.CompareOrdinal(ActivityKeys.TouchedHour(entry.RowKey), "2026013000") >= 0));
    }

    [Fact]
    public async Task Hours_that_somebody_reads_are_left_for_a_later_run()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        var kept = new KeptRange(new DateTimeOffset(2026, 1, 28, 20, 30, 0, TimeSpan.Zero), new DateTimeOffset(2026, 1, 29, 10, 0, 0, TimeSpan.Zero));
        string[] expected = [.. AgedLog.Numbers.Select(SampleActivity.Time).Where(time => time >= AgedLog.Before || kept.Covers(HourOf(time))).Select(ActivityKeys.Hour)];
        await log.RunAsync(kept: [kept]);

        Assert.Equal(4, expected.Length - Expected(number => SampleActivity.Time(number)).Count);
        Assert.Equal(expected, await log.HoursAsync(AuditEvents.Table));
        Assert.Equal(expected, await log.HoursAsync(Commits.TableByRun));
        await log.RunAsync();
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(AuditEvents.Table));
    }

    [Fact]
    public async Task A_row_that_comes_long_after_its_hour_was_emptied_goes_with_the_next_run()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        await log.RunAsync();
        await log.WriteAsync(number: 30);
        Assert.Contains("auditevents 2026012812", await log.HoursAsync());
        await log.RunAsync();

        Assert.DoesNotContain("auditevents 2026012812", await log.HoursAsync());
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(Commits.TableByRun));
    }

    [Fact]
    public async Task However_old_an_announcement_is_it_stays_while_the_hour_it_points_to_has_rows()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());

        // Written in the log's first days, for an hour that is still kept: a collector that has slept since then must find it.
        var early = new FakeTimeProvider(SampleActivity.Start);
        await using var writer = new Reporting.Tests.Exports.ExportRig(log.Rig.ConnectionString, null, time: early);
        DateTimeOffset later = AgedLog.Before.AddDays(10);
        await writer.Get<ActivityWriter>().WriteAsync([SampleActivity.Event(1) with { Timestamp = later }], Token);
        await log.RunAsync();

        IReadOnlyList<KeyWindow> windows = await log.Rig.Get<ChangedWindows>().FindAsync(
            ReportCatalogue.Find("audit-logs"), new ChangedRange(SampleActivity.Start.AddDays(-1), SampleActivity.Start.AddHours(1)), Token);
        Assert.Equal("00-" + ActivityKeys.Hour(later), Assert.Single(windows).Partition);
    }

    [Fact]
    public async Task Rows_of_all_buckets_go()
    {
        string account = azurite.NewAccount();
        await using AgedLog log = await AgedLog.CreateAsync(account, write: false);
        await StorageSetup.CreateAsync(log.Rig.Storage, Token);
        DateTimeOffset from = log.Time.GetUtcNow().AddHours(3);
        await log.Rig.Get<BucketSettings>().ChangeAsync(4, from, Token);
        await log.Rig.Get<ActivityWriter>().WriteAsync(SampleActivity.Many(40, number => SampleActivity.Event(number) with { Timestamp = from.AddHours(1) }), Token);
        Assert.Equal(4, (await log.RowsAsync("auditevents")).DistinctBy(row => row.PartitionKey).Count());
        log.Time.Advance(TimeSpan.FromDays(40));
        await log.RunAsync();

        Assert.Empty(await log.HoursAsync(AuditEvents.Table));
    }

    [Fact]
    public async Task Deletions_survive_lost_answers_and_answers_that_lie()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Token);
        await using AgedLog log = await AgedLog.CreateAsync(proxy.ConnectionString);
        int hit = 0;
        Lose(request => request.Method is "POST" && request.Target.StartsWith("/$batch", StringComparison.Ordinal), KnownFaults.LostResponse, times: 2);
        Lose(request => request.Method is "PUT" && request.Target.StartsWith("/settings(", StringComparison.Ordinal), KnownFaults.LostResponse, times: 1);
        Lose(request => request.Method is "POST" && request.Target.StartsWith("/settings", StringComparison.Ordinal), KnownFaults.ErrorAfterSuccess, times: 1);
        Lose(request => request.Method is "POST" && request.Target.StartsWith("/$batch", StringComparison.Ordinal), KnownFaults.DeliveredTwice, times: 2);
        await log.RunAsync(new RetentionBudget(log.Time, TimeSpan.FromHours(1), mostRows: 3));
        await log.RunAsync();

        Assert.Equal(6, hit);
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(AuditEvents.Table));
        Assert.Equal(Expected(number => SampleActivity.Time(number)), await log.HoursAsync(Commits.TableByRun));
        Assert.Equal(AgedLog.Before, await MarkAsync(log));

        void Lose(Func<StorageRequest, bool> matches, Fault fault, int times) => proxy.Add(
            matches,
            exchange =>
            {
                Interlocked.Increment(ref hit);
                return fault(exchange);
            },
            times);
    }

    [Fact]
    public async Task Two_runs_at_once_come_to_the_same_end()
    {
        string account = azurite.NewAccount();
        await using AgedLog one = await AgedLog.CreateAsync(account);
        await using AgedLog other = await AgedLog.CreateAsync(account, write: false);
        await Task.WhenAll(one.RunAsync(), other.RunAsync());

        Assert.Equal(Expected(number => SampleActivity.Time(number)), await one.HoursAsync(AuditEvents.Table));
        Assert.Equal(Expected(number => SampleActivity.Time(number).AddHours(2)), await one.HoursAsync(Commits.Table));
        Assert.Equal(AgedLog.Before, await MarkAsync(one));
    }

    [Fact]
    public async Task Estimates_of_days_that_stay_stay()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        await log.RunAsync();
        IReadOnlyList<HourCount> hours = await log.Rig.Get<HourCounts>().ReadAsync(RecipeRuns.Table, SampleActivity.Start.AddDays(-9), SampleActivity.Start.AddDays(9), Token);

        Assert.Equal(AgedLog.Numbers.Count(number => SampleActivity.Time(number) >= AgedLog.Before), hours.Sum(hour => hour.Total));
    }

    private const int RowDeletesRows = Reporting.Storage.RowDeletes.MaxRows;

    private static List<string> Expected(Func<int, DateTimeOffset> timeOf) =>
        [.. AgedLog.Numbers.Select(timeOf).Where(time => time >= AgedLog.Before).Select(ActivityKeys.Hour)];

    private static DateTimeOffset HourOf(DateTimeOffset time) => ActivityKeys.ParseHour(ActivityKeys.Hour(time));

    private static async Task<DateTimeOffset?> MarkAsync(AgedLog log)
    {
        log.Options.RetentionDays = 0;
        return await log.Rig.Get<ActivityAvailability>().GetAsync(log.Time.GetUtcNow(), Token);
    }
}
