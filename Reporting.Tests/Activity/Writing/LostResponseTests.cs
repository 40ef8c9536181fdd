using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Rows;
using Reporting.Tests.Api;

namespace Reporting.Tests.Activity.Writing;

public sealed class LostResponseTests(AzuriteServer azurite)
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(30)]
    public async Task A_write_whose_answer_was_lost_counts_as_done(int rows)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var policy = new RecordingPolicy();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, policy.Registration);
        LoseFirst(policy);
        WriteResult inserted = await rig.Writer.WriteAsync(SampleActivity.Many(rows, number => InOneHour(number, 0)), cancellationToken);
        Assert.Equal((rows, 0, 0), (inserted.Inserted, inserted.Replaced, inserted.Unchanged));

        LoseFirst(policy);
        WriteResult replaced = await rig.Writer.WriteAsync(SampleActivity.Many(rows, number => InOneHour(number, 1)), cancellationToken);
        Assert.Equal((0, rows, 0), (replaced.Inserted, replaced.Replaced, replaced.Unchanged));
        Assert.Equal(rows, (await rig.RowsAsync(RecipeRuns.Table)).Count);

        static RecipeRun InOneHour(int number, int minutesLater) => SampleActivity.Run(number, minutesLater) with { RecipeRunCreatedAt = SampleActivity.Start.AddSeconds(number) };
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_acknowledged_too_late_is_announced_and_stamped_anew(bool answerIsLost)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var policy = new RecordingPolicy();
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time, null, policy.Registration);
        bool late = true;
        policy.LoseResponse = request =>
        {
            if (!late || !request.Writes || !string.Equals(request.Table, "auditevents", StringComparison.Ordinal))
            {
                return false;
            }

            // The service has stored it with the stamp of 08:46:57; the answer comes 31 s later, or never.
            late = false;
            time.Advance(TimeSpan.FromSeconds(31));
            return answerIsLost;
        };
        WriteResult result = await rig.Writer.WriteAsync([SampleActivity.Event(0), SampleActivity.Event(1)], cancellationToken);
        Assert.Equal((2, 0, 0), (result.Inserted, result.Replaced, result.Unchanged));
        List<TableEntity> rows = await rig.RowsAsync(AuditEvents.Table);
        Assert.All(rows, row => Assert.Equal("2026-01-28T08:47:28.012Z", row.GetString("changedAt")));
        Assert.All(rows, row => Assert.Equal("2026-01-28T08:46:57.012Z", row.GetString("firstIngestedAt")));
        Assert.Equal(["202601280846", "202601280847"], (await rig.RowsAsync("touched")).Select(row => row.RowKey[..12]));
    }

    [Fact]
    public async Task A_write_whose_answer_is_seen_too_late_because_the_process_stood_still_is_stamped_anew()
    {
        var policy = new RecordingPolicy();
        var time = new ShiftedTime();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time, null, policy.Registration);
        bool late = true;
        policy.LoseResponse = request =>
        {
            if (late && request.Writes && string.Equals(request.Table, "auditevents", StringComparison.Ordinal))
            {
                // No timer has told: the clock alone does, once the process goes on.
                late = false;
                time.Advance(TimeSpan.FromSeconds(31));
            }

            return false;
        };
        WriteResult result = await rig.Writer.WriteAsync([SampleActivity.Event(0), SampleActivity.Event(1)], TestContext.Current.CancellationToken);

        Assert.Equal((2, 0, 0), (result.Inserted, result.Replaced, result.Unchanged));
        Assert.All(await rig.RowsAsync(AuditEvents.Table), row => Assert.True(
            TimeOf(row, "changedAt") - TimeOf(row, "firstIngestedAt") >= TimeSpan.FromSeconds(30.9), row.GetString("changedAt")));

        static DateTimeOffset TimeOf(TableEntity row, string column) => Rfc3339.TryParse(row.GetString(column), out DateTimeOffset time) ? time : default;
    }

    [Fact]
    public async Task A_service_that_is_always_too_slow_ends_the_call_with_an_error()
    {
        var policy = new RecordingPolicy();
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time, null, policy.Registration);
        policy.Before = request =>
        {
            if (string.Equals(request.Table, "auditevents", StringComparison.Ordinal))
            {
                time.Advance(TimeSpan.FromSeconds(31));
            }
        };
        TimeoutException thrown = await Assert.ThrowsAsync<TimeoutException>(() => rig.Writer.WriteAsync([SampleActivity.Event(0)], TestContext.Current.CancellationToken));
        Assert.Contains("send them again", thrown.Message, StringComparison.Ordinal);
    }

    private static void LoseFirst(RecordingPolicy policy)
    {
        int lost = 0;
        policy.LoseResponse = request => request.Writes && request.Status < 300 && string.Equals(request.Table, "reciperuns", StringComparison.Ordinal) && Interlocked.Increment(ref lost) == 1;
    }
}
