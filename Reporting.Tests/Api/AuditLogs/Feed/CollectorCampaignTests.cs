using System.Collections.Concurrent;
using System.Diagnostics;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Tests.Api.AuditLogs.Feed;

/// <summary>The collector of docs/siem.md beside busy writers, killed and started again at random: the last version of every event arrives.</summary>
public sealed class CollectorCampaignTests(AzuriteServer azurite)
{
    private const int Writers = 4;

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_collector_that_is_killed_at_random_misses_no_last_version() =>
        CollectAsync(azurite.NewAccount(), seed: 5, events: 600, linesACall: 20, writesASecond: null, advance: TimeSpan.FromSeconds(5));

    [Fact]
    public async Task A_collector_that_is_killed_at_random_misses_no_last_version_of_five_hundred_writes_a_second()
    {
        LongTests.SkipUnlessEnabled();
        await using MemoryTableService tables = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, CancellationToken);
        await CollectAsync(tables.ConnectionString, seed: 6, events: 15_000, linesACall: 100, writesASecond: 500, advance: TimeSpan.Zero);
        Assert.Empty(tables.Unknown);
    }

    private async Task CollectAsync(string account, int seed, int events, int linesACall, int? writesASecond, TimeSpan advance)
    {
        string folder = Directory.CreateTempSubdirectory("reporting-campaign-").FullName;
        try
        {
            await using ApiHost host = await ApiHost.StartAsync(azurite, writesASecond is null ? null : new Dictionary<string, string?> { ["Ingest:MaxWriteSeconds"] = "5" }, account: account);
            long begin = TimeProvider.System.GetTimestamp();
            Task<TimeSpan>[] writers = [.. Enumerable.Range(0, Writers).Select(writer => WriteAsync(host, writer, events / Writers, linesACall, writesASecond / Writers, advance, begin))];
            int kills = await CollectUntilAsync(host, folder, Task.WhenAll(writers), new Random(seed));

            // Everything is behind the watermark now.
            host.Time.Advance(TimeSpan.FromSeconds(31));
            using Process last = StartCollector(host, folder);
            await last.WaitForExitAsync(CancellationToken);
            Assert.Equal(0, last.ExitCode);

            int broken = AssertEveryLastVersion(await File.ReadAllLinesAsync(Path.Combine(folder, "audit.jsonl"), CancellationToken), events);
            Assert.InRange(kills, 1, int.MaxValue);
            Assert.InRange(broken, 0, kills);
            TimeSpan took = (await Task.WhenAll(writers)).Max();
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{2 * events} writes at {2 * events / took.TotalSeconds:0} a second; the collector was killed {kills} times, {broken} times within a line"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Each call starts some events and ends those that the call before started.
    private static async Task<TimeSpan> WriteAsync(ApiHost host, int writer, int events, int linesACall, int? writesASecond, TimeSpan advance, long begin)
    {
        var started = new List<(int Number, DateTimeOffset Time)>();
        for (int first = 0; first < events || started.Count > 0; first += linesACall / 2)
        {
            DateTimeOffset now = host.Time.GetUtcNow();
            (int Number, DateTimeOffset Time)[] starting = [.. Enumerable.Range(first, Math.Clamp(events - first, 0, linesACall / 2)).Select(number => ((writer * events) + number, now))];
            await IngestAsync(host, [.. starting.Select(item => ApiHost.AuditEvent(item.Number, item.Time, "Started")), .. started.Select(item => ApiHost.AuditEvent(item.Number, item.Time, OutcomeOf(item.Number)))]);
            started = [.. starting];
            host.Time.Advance(advance);
            if (writesASecond is { } rate)
            {
                await Pace.WaitAsync(begin, 2.0 * first, rate, CancellationToken);
            }
        }

        return TimeProvider.System.GetElapsedTime(begin);
    }

    // 503 says that it may be sent again.
    private static async Task IngestAsync(ApiHost host, IEnumerable<string> lines)
    {
        byte[] body = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        ApiResponse answer;
        do
        {
            using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/x-ndjson") } };
            answer = await host.SendContentAsync(HttpMethod.Post, "/api/activity/audit-events", content);
        }
        while (answer.Status == 503);

        Assert.True(answer.Status == 200 && answer.Json.GetProperty("refused").GetInt32() == 0, answer.Text);
    }

    // Starts the collector again and again, and kills it now and then; gives how often.
    private static async Task<int> CollectUntilAsync(ApiHost host, string folder, Task written, Random chance)
    {
        int kills = 0;
        while (!written.IsCompleted)
        {
            using Process collector = StartCollector(host, folder);
            Task exit = collector.WaitForExitAsync(CancellationToken);
            if (chance.Next(10) > 0)
            {
                await Task.WhenAny(exit, Task.Delay(TimeSpan.FromMilliseconds(chance.Next(5, 400)), TimeProvider.System, CancellationToken));
            }

            if (!exit.IsCompleted && chance.Next(8) > 0)
            {
                collector.Kill(entireProcessTree: true);
                kills++;
                await exit;
            }
            else
            {
                await exit;
                Assert.Equal(0, collector.ExitCode);
            }
        }

        await written;
        return kills;
    }

    private static Process StartCollector(ApiHost host, string folder)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, ArgumentList = { "-c", GraphQLClientTests.Script("siem.md") } };
        start.Environment["REPORTING_URL"] = host.Client.BaseAddress!.OriginalString.TrimEnd('/');
        start.Environment["REPORTING_TOKEN"] = host.AdminToken;
        start.Environment["FORMAT"] = "JSONL";
        start.Environment["FIRST"] = "400";
        return Process.Start(start)!;
    }

    // Gives how many lines were cut by a kill.
    private static int AssertEveryLastVersion(string[] lines, int events)
    {
        var last = new Dictionary<string, string>(StringComparer.Ordinal);
        var times = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        int broken = 0;
        foreach (string line in lines)
        {
            if (!line.EndsWith('}') || !TryRead(line, out string id, out string time, out string outcome))
            {
                broken++;
                continue;
            }

            if (id.StartsWith("event-", StringComparison.Ordinal))
            {
                last[id] = outcome;
                Assert.Equal(times.GetOrAdd(id, time), time);
            }
        }

        Assert.Equal(events, last.Count);
        for (int number = 0; number < events; number++)
        {
            Assert.Equal(OutcomeOf(number), last[FormattableString.Invariant($"event-{number:D6}")]);
        }

        return broken;
    }

    private static bool TryRead(string line, out string id, out string time, out string outcome)
    {
        (id, time, outcome) = ("", "", "");
        try
        {
            using JsonDocument row = JsonDocument.Parse(line);
            (id, time, outcome) = (row.RootElement.GetProperty("id").GetString()!, row.RootElement.GetProperty("timestamp").GetString()!, row.RootElement.GetProperty("outcome").GetString()!);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string OutcomeOf(int number) => number % 3 == 0 ? "Failed" : "Success";
}
