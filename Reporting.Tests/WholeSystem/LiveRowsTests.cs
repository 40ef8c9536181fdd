using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Tests.WholeSystem;

/// <summary>
/// Exports while the platform writes, also into the hours being read: every row acknowledged before the watermark is in the file, and none
/// is in it twice. Over Azurite the rate is what it gives on the machine; at 2,000 rows a second the tables are in memory. The tests tell the rate.
/// </summary>
public sealed partial class LiveRowsTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static TimeSpan Window => TimeSpan.FromSeconds(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Rows_written_while_an_export_runs_are_in_its_file_once_when_acknowledged_before_the_watermark() =>
        RunAsync(azurite.NewAccount(), writers: 1, rowsOfCall: 50, rowsASecond: null, writeSeconds: 5, length: TimeSpan.FromSeconds(7));

    [Fact]
    public async Task The_same_for_more_than_a_minute_of_one_export_after_the_other()
    {
        LongTests.SkipUnlessEnabled();
        await using MemoryTableService tables = await MemoryTableService.StartAsync(azurite.NewAccount(), TimeProvider.System, Cancellation);
        await RunAsync(tables.ConnectionString, writers: 4, rowsOfCall: 250, rowsASecond: 2000, writeSeconds: 10, length: TimeSpan.FromSeconds(70));
        Assert.Empty(tables.Unknown);
    }

    // Exports begin when the first rows are older than a write may take: before, none is before the watermark.
    private static async Task RunAsync(string account, int writers, int rowsOfCall, int? rowsASecond, int writeSeconds, TimeSpan length)
    {
        await using ServiceUnderTest service = await ServiceUnderTest.StartHereAsync(
            account, Cancellation, ("Ingest:MaxWriteSeconds", writeSeconds.ToString(CultureInfo.InvariantCulture)), ("Exports:SliceRows", "500"), ("Exports:MinSliceRows", "500"), ("Exports:Window", "4"), ("Exports:MaxRunningPerUser", "10"));
        var acknowledged = new ConcurrentDictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        long began = TimeProvider.System.GetTimestamp();
        Task[] writing = [.. Enumerable.Range(0, writers).Select(writer => WriteAsync(service, writer, rowsOfCall, rowsASecond / writers, acknowledged, stop.Token))];
        while (!acknowledged.Keys.Any(row => row.StartsWith("inside", StringComparison.Ordinal)))
        {
            await await Task.WhenAny([.. writing, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Cancellation)]);
        }

        await Task.Delay(TimeSpan.FromSeconds(writeSeconds + 1), TimeProvider.System, Cancellation);

        int exports = 0;
        int sure = 0;
        do
        {
            sure = await ExportAsync(service, acknowledged);
            exports++;
        }
        while (TimeProvider.System.GetElapsedTime(began) < length);

        await stop.CancelAsync();
        await Task.WhenAll(writing);
        double seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{acknowledged.Count} rows in {seconds:F0} s ({acknowledged.Count / seconds:F0} a second, at least {MinRate(acknowledged.Values):F0} in each {Window.TotalSeconds:F0} s) beside {exports} exports; {sure} rows were before the last watermark."));
        Assert.True(sure > 0, "No row was acknowledged before the watermark: the test shows nothing.");
    }

    // Rows acknowledged a second in the slowest of the windows, without the last one, which is not full.
    private static double MinRate(ICollection<DateTimeOffset> times)
    {
        DateTimeOffset first = times.Min();
        int[] windows = [.. times.CountBy(time => (int)((time - first) / Window)).OrderBy(window => window.Key).Select(window => window.Value)];
        return windows[..^1].DefaultIfEmpty().Min() / Window.TotalSeconds;
    }

    // One export of the two hours in which half of the rows are written; how many rows it had to have.
    private static async Task<int> ExportAsync(ServiceUnderTest service, ConcurrentDictionary<string, DateTimeOffset> acknowledged)
    {
        string id = await service.StartExportAsync(new { report = "audit-logs", format = "JSONL", since = s_start, until = s_start.AddHours(2) }, Cancellation);
        string[] rows = [.. EventId().Matches(Encoding.UTF8.GetString(await service.FileAsync(id, Cancellation))).Select(match => match.Groups[1].Value)];
        using JsonDocument manifest = JsonDocument.Parse(await ManifestAsync(service, id));
        DateTimeOffset watermark = manifest.RootElement.GetProperty("watermark").GetDateTimeOffset();

        HashSet<string> found = new(rows, StringComparer.Ordinal);
        Assert.Equal(rows.Length, found.Count);
        string[] sure = [.. acknowledged.Where(row => row.Value < watermark && row.Key.StartsWith("inside", StringComparison.Ordinal)).Select(row => row.Key)];
        string[] missing = [.. sure.Where(row => !found.Contains(row))];
        Assert.True(missing.Length == 0, $"{missing.Length} of {sure.Length} rows are missing, such as {missing.FirstOrDefault()}.");
        Assert.DoesNotContain(rows, row => row.StartsWith("outside", StringComparison.Ordinal));
        return sure.Length;
    }

    private static async Task<string> ManifestAsync(ServiceUnderTest service, string id)
    {
        using HttpResponseMessage manifest = await service.Http.GetAsync($"/api/exports/{id}/manifest", Cancellation);
        return await manifest.Content.ReadAsStringAsync(Cancellation);
    }

    private static async Task WriteAsync(ServiceUnderTest service, int writer, int rowsOfCall, int? rowsASecond, ConcurrentDictionary<string, DateTimeOffset> acknowledged, CancellationToken stop)
    {
        var random = new Random(writer);
        long began = TimeProvider.System.GetTimestamp();
        for (int call = 0; !stop.IsCancellationRequested; call++)
        {
            if (rowsASecond is { } rate)
            {
                await Pace.WaitAsync(began, (double)call * rowsOfCall, rate, CancellationToken.None);
            }

            // Every other call goes into the hours that are exported, in any order of time.
            bool inside = call % 2 == 0;
            var ids = new List<string>(rowsOfCall);
            var lines = new StringBuilder();
            for (int row = 0; row < rowsOfCall; row++)
            {
                string id = string.Create(CultureInfo.InvariantCulture, $"{(inside ? "inside" : "outside")}-{writer}-{call}-{row}");
                DateTimeOffset time = s_start.AddMilliseconds(random.Next(2 * 3_600_000)).AddHours(inside ? 0 : 2);
                ids.Add(id);
                lines.Append(ActivityNdjson.AuditEvent(id, timestamp: time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)));
            }

            await service.Client.IngestAsync("audit-events", Encoding.UTF8.GetBytes(lines.ToString()), Cancellation);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            foreach (string id in ids)
            {
                acknowledged[id] = now;
            }
        }
    }

    [GeneratedRegex("\"id\":\"([^\"]+)\"", RegexOptions.None, 1000)]
    private static partial Regex EventId();
}
