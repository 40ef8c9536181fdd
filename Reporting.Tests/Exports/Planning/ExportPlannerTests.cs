using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Exports;
using Reporting.Exports.Planning;

namespace Reporting.Tests.Exports.Planning;

public sealed class ExportPlannerTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_plan_covers_the_range_and_is_complete_up_to_its_watermark()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, configure: options => options.MinSliceRows = 20);
        await WriteAsync(rig, 200);
        StoredPlan plan = await PlanAsync(rig, Request());

        Assert.Equal(10, plan.Slices.Count);
        Assert.Equal(200, plan.EstimatedRows);
        Assert.Equal(rig.Time.GetUtcNow().AddSeconds(-30), plan.Watermark);
        Assert.Equal(Key(DateTimeOffset.UnixEpoch), plan.Slices[0].Ranges[0].From);
        Assert.Equal(Key(rig.Time.GetUtcNow()), plan.Slices[^1].Ranges[^1].To);
        Assert.All(plan.Slices.Zip(plan.Slices.Skip(1)), pair => Assert.Equal(pair.First.Ranges[^1].To, pair.Second.Ranges[0].From));
    }

    [Fact]
    public async Task The_window_is_small_when_only_the_first_rows_are_wanted()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);

        Assert.Equal(16, (await PlanAsync(rig, Request())).Window);
        Assert.Equal(4, (await PlanAsync(rig, Request() with { First = 5 })).Window);
    }

    [Fact]
    public async Task Retention_cuts_the_range_and_the_plan_says_from_when_on_the_log_is_whole()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        rig.Get<Microsoft.Extensions.Options.IOptions<Reporting.Activity.ActivityOptions>>().Value.RetentionDays = 10;
        StoredPlan plan = await PlanAsync(rig, Request());
        StoredPlan old = await PlanAsync(rig, Request() with { Until = s_start });

        Assert.Equal(rig.Time.GetUtcNow().AddDays(-10), plan.AvailableFrom);
        Assert.Equal(plan.AvailableFrom, plan.Since);
        Assert.Equal(Key(plan.Since), plan.Slices[0].Ranges[0].From);
        Assert.Empty(Assert.Single(old.Slices).Ranges);
    }

    [Fact]
    public async Task Changed_rows_are_looked_for_only_where_something_changed_and_not_beyond_the_watermark()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        await WriteAsync(rig, 100);
        DateTimeOffset before = rig.Time.GetUtcNow();
        rig.Time.Advance(TimeSpan.FromHours(3));
        await rig.Get<ActivityWriter>().WriteAsync([Event(500)], TestContext.Current.CancellationToken);
        rig.Time.Advance(TimeSpan.FromHours(1));

        StoredPlan plan = await PlanAsync(rig, Request() with { ChangedSince = before.AddHours(1) });
        StoredPlan quiet = await PlanAsync(rig, Request() with { ChangedSince = rig.Time.GetUtcNow().AddMinutes(-20) });
        StoredPlan tooNew = await PlanAsync(rig, Request() with { ChangedSince = rig.Time.GetUtcNow() });

        Assert.Equal(plan.Watermark, plan.Changed!.Until);
        var range = Assert.Single(Assert.Single(plan.Slices).Ranges);
        Assert.True(string.CompareOrdinal(range.From, Key(s_start.AddSeconds(500))) <= 0 && string.CompareOrdinal(range.To, Key(s_start.AddSeconds(500))) > 0);
        Assert.True(string.CompareOrdinal(range.From, Key(s_start.AddSeconds(400))) > 0, "Rows that did not change are read.");
        Assert.Empty(Assert.Single(quiet.Slices).Ranges);
        Assert.Equal(tooNew.Changed!.Since, tooNew.Changed.Until);
    }

    private static ExportRequest Request() => new()
    {
        Report = "audit-logs", Format = "CSV", Since = DateTimeOffset.UnixEpoch, Until = new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero),
    };

    private static Task<StoredPlan> PlanAsync(ExportRig rig, ExportRequest request) =>
        rig.Get<ExportPlanner>().PlanAsync(request, TestContext.Current.CancellationToken);

    private static Task WriteAsync(ExportRig rig, int count) =>
        rig.Get<ActivityWriter>().WriteAsync([.. Enumerable.Range(0, count).Select(Event)], TestContext.Current.CancellationToken);

    private static AuditEvent Event(int second) => new()
    {
        Id = "e" + second.ToString(CultureInfo.InvariantCulture), Timestamp = s_start.AddSeconds(second), UserId = "u", Target = "t", Action = "a",
        ActionType = AuditActionType.Read, Description = "d", Outcome = AuditOutcome.Success,
    };

    private static string Key(DateTimeOffset time) => time.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);
}
