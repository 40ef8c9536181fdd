using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Reporting.Activity.Keys;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Reports;
using Reporting.Reports.Changes;
using Reporting.Reports.Definitions;

namespace Reporting.Tests.Activity.Writing;

public sealed class TouchedLogTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Ranges_are_stored_before_the_rows_they_announce_and_runcommits_before_commits()
    {
        var policy = new RecordingPolicy();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, policy.Registration);
        await rig.Writer.WriteAsync(SampleActivity.Many(30, number => SampleActivity.Commit(number)), TestContext.Current.CancellationToken);

        List<TableRequest> writes = [.. policy.Requests.Where(request => request.Writes && !string.Equals(request.Table, "hourcounts", StringComparison.Ordinal))];
        Assert.All(writes, request => Assert.InRange(request.Status, 200, 204));
        Assert.Equal(["touched", "runcommits", "touched", "commits"], writes.Select(request => request.Table).Aggregate(new List<string>(), (runs, table) =>
        {
            if (runs.Count == 0 || !string.Equals(runs[^1], table, StringComparison.Ordinal))
            {
                runs.Add(table);
            }

            return runs;
        }));
    }

    [Fact]
    public async Task Every_row_lies_in_a_range_of_its_minute_table_and_partition()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        for (int call = 0; call < 12; call++)
        {
            // Overlapping and widening ranges, several calls a minute, two processes.
            ActivityRig process = call % 3 == 0 ? rig.Another(time) : rig;
            await process.Writer.WriteAsync(SampleActivity.Many(40, number => SampleActivity.Commit((number * 7) + call)), cancellationToken);
            time.Advance(TimeSpan.FromSeconds(call % 2 == 0 ? 1.7 : 25));
        }

        List<TableEntity> touched = await rig.RowsAsync("touched");
        foreach (ActivityTable table in new[] { Commits.Table, Commits.TableByRun })
        {
            Assert.All(await rig.RowsAsync(table), row =>
            {
                string changedAt = row.GetString("changedAt");
                string hour = changedAt[..13].Replace("-", "", StringComparison.Ordinal).Replace("T", "", StringComparison.Ordinal);
                string prefix = hour + changedAt[14..16] + "-" + row.PartitionKey + "-";
                Assert.Contains(touched, entry => string.Equals(entry.PartitionKey, table.Name + "-" + hour, StringComparison.Ordinal) && entry.RowKey.StartsWith(prefix, StringComparison.Ordinal)
                    && string.CompareOrdinal(entry.GetString("minRowKey"), row.RowKey) <= 0 && string.CompareOrdinal(row.RowKey, entry.GetString("maxRowKey")) <= 0
                    && string.CompareOrdinal(entry.GetString("changedSince"), changedAt) <= 0 && string.CompareOrdinal(changedAt, entry.GetString("changedUntil")) < 0);
            });
        }
    }

    [Fact]
    public async Task A_stream_of_old_events_into_one_hour_makes_a_handful_of_entries()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, new FakeTimeProvider(SampleActivity.Start));
        for (int call = 0; call < 40; call++)
        {
            await rig.Writer.WriteAsync([SampleActivity.Event(call) with { Timestamp = SampleActivity.Start.AddSeconds(call) }], cancellationToken);
        }

        Assert.InRange((await rig.RowsAsync("touched")).Count, 1, 5);
    }

    [Fact]
    public async Task A_steady_stream_of_events_of_now_makes_two_narrow_entries_each_five_seconds()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        for (int call = 0; call < 80; call++)
        {
            await rig.Writer.WriteAsync([SampleActivity.Event(call) with { Timestamp = time.GetUtcNow() }], cancellationToken);
            time.Advance(TimeSpan.FromSeconds(0.25));
        }

        List<TableEntity> touched = await rig.RowsAsync("touched");
        Assert.InRange(touched.Count, 4, 10);
        Assert.All(touched, entry => Assert.InRange(KeyTicks.Of(entry.GetString("maxRowKey")) - KeyTicks.Of(entry.GetString("minRowKey")), 0, TimeSpan.FromSeconds(5).Ticks));
    }

    [Fact]
    public async Task Many_rows_are_announced_for_their_stamp_only()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var time = new FakeTimeProvider(SampleActivity.Start);
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, time);
        var audit = ReportCatalogue.Find("audit-logs");
        for (int call = 0; call < 3; call++)
        {
            await rig.Writer.WriteAsync(SampleActivity.Many(1000, number => SampleActivity.Event((1000 * call) + number) with { Timestamp = SampleActivity.Start.AddMinutes(10 * call) }), cancellationToken);
            time.Advance(TimeSpan.FromMilliseconds(2));
        }

        var windows = new ChangedWindows(rig.Storage);
        for (int call = 0; call < 3; call++)
        {
            DateTimeOffset stamp = SampleActivity.Start.AddMilliseconds(2 * call);
            KeyWindow found = Assert.Single(await windows.FindAsync(audit, new ChangedRange(stamp, stamp.AddMilliseconds(1)), cancellationToken));
            Assert.Equal(KeyTicks.Format(SampleActivity.Start.AddMinutes(10 * call)), found.Keys.From);
            Assert.Empty(await windows.FindAsync(audit, new ChangedRange(stamp.AddMilliseconds(1), stamp.AddMilliseconds(2)), cancellationToken));
        }

        Assert.Equal(3, (await windows.FindAsync(audit, new ChangedRange(SampleActivity.Start, SampleActivity.Start.AddSeconds(1)), cancellationToken)).Count);
    }

    [Fact]
    public async Task An_entry_of_a_version_before_is_good_for_its_whole_minute()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, new FakeTimeProvider(SampleActivity.Start));
        await rig.Writer.WriteAsync([SampleActivity.Event(1)], cancellationToken);
        TableEntity entry = Assert.Single(await rig.RowsAsync("touched"));
        DateTimeOffset minute = SampleActivity.Start.AddTicks(-(SampleActivity.Start.Ticks % TimeSpan.TicksPerMinute));
        var windows = new ChangedWindows(rig.Storage);
        (DateTimeOffset Since, bool IsFound, bool IsFoundBefore)[] seconds = [.. Enumerable.Range(-2, 64).Select(second => minute.AddSeconds(second)).Select(since =>
            (since, since.Ticks / TimeSpan.TicksPerSecond / 5 == SampleActivity.Start.Ticks / TimeSpan.TicksPerSecond / 5, since >= minute && since < minute.AddMinutes(1)))];

        foreach ((DateTimeOffset since, bool isFound, _) in seconds)
        {
            Assert.Equal(isFound, (await FindAsync(since)).Count == 1);
        }

        entry.Remove("changedSince");
        entry.Remove("changedUntil");
        await rig.Storage.Tables.GetTableClient("touched").UpdateEntityAsync(entry, Azure.ETag.All, TableUpdateMode.Replace, cancellationToken);
        foreach ((DateTimeOffset since, _, bool isFoundBefore) in seconds)
        {
            Assert.Equal(isFoundBefore, (await FindAsync(since)).Count == 1);
        }

        Task<IReadOnlyList<KeyWindow>> FindAsync(DateTimeOffset since) => windows.FindAsync(ReportCatalogue.Find("audit-logs"), new ChangedRange(since, since.AddSeconds(1)), cancellationToken);
    }

    [Fact]
    public async Task Many_partitions_are_announced_in_few_requests_and_nothing_for_rows_that_are_there()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var policy = new RecordingPolicy();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, policy.Registration);
        List<AuditEvent> rows = SampleActivity.Many(150, number => SampleActivity.Event(number) with { Timestamp = SampleActivity.Start.AddHours(number) });
        await rig.Writer.WriteAsync(rows, cancellationToken);
        Assert.Equal(2, policy.Requests.Count(request => string.Equals(request.Table, "touched", StringComparison.Ordinal)));
        int before = policy.Requests.Count;
        WriteResult again = await rig.Another(TimeProvider.System, policy.Registration).Writer.WriteAsync(rows, cancellationToken);
        Assert.Equal(150, again.Unchanged);
        Assert.DoesNotContain(policy.Requests.Skip(before), request => request.Writes);
        Assert.InRange(policy.Requests.Count - before, 2, 4);
    }
}
