using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Reporting.Activity;
using Reporting.Rows;
using Reporting.Schedules.Retention;

namespace Reporting.Tests.Api;

/// <summary>The feed beside the deletion of activity.</summary>
public sealed class FeedRetentionTests(AzuriteServer azurite)
{
    [Fact]
    public async Task A_collector_that_slept_for_years_gets_all_that_is_still_there_and_hears_from_when_on_that_is_everything()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?> { ["Ingest:MaxFutureMinutes"] = "525600" });
        DateTimeOffset now = host.Time.GetUtcNow();
        await host.IngestAsync("audit-events", ApiHost.AuditEvent(1, now.AddDays(-300)), ApiHost.AuditEvent(2, now.AddDays(-100)), ApiHost.AuditEvent(3, now.AddDays(200)));
        ApiResponse before = await host.GetAsync("/api/audit-logs/feed");
        Assert.Null(before.Header("Feed-Available-From"));
        host.Services.GetRequiredService<IOptions<ActivityOptions>>().Value.RetentionDays = 365;
        host.Time.Advance(TimeSpan.FromDays(400));
        await host.Services.GetRequiredService<RetentionRun>().RunAsync(TestContext.Current.CancellationToken);

        // The third was written 400 days ago, for a time 200 days ago: its announcement is older than anything that is kept.
        ApiResponse after = await host.GetAsync("/api/audit-logs/feed?cursor=" + before.Header("Feed-Cursor"));
        ApiResponse fromBeginning = await host.GetAsync("/api/audit-logs/feed");
        foreach (ApiResponse answer in new[] { after, fromBeginning })
        {
            Assert.Equal([3], Enumerable.Range(1, 3).Where(number => answer.Text.Contains(FormattableString.Invariant($"event-{number:D6}"), StringComparison.Ordinal)));
            Assert.True(Rfc3339.TryParse(answer.Header("Feed-Available-From")!, out DateTimeOffset from));
            Assert.InRange(host.Time.GetUtcNow().AddDays(-365) - from, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        }
    }
}
