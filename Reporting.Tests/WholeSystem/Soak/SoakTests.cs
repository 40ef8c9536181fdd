using Reporting.Storage;

namespace Reporting.Tests.WholeSystem.Soak;

/// <summary>
/// Everything at once for a while: two hosts on one account, of which one is killed again and again, while the platform writes, people
/// browse, a collector follows the feed, a schedule delivers every minute and exports run one after the other. <c>REPORTING_SOAK_MINUTES</c> says for how long (<c>.ci/soak</c>: 30).
/// </summary>
public sealed class SoakTests(AzuriteServer azurite)
{
    private static readonly TimeProvider s_time = TimeProvider.System;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_soak_loses_nothing_leaves_nothing_running_and_does_not_grow()
    {
        double minutes = Minutes();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "reads the memory of a process as Linux tells it");
        string account = azurite.NewAccount();
        using var home = new TemporaryFolder();
        await using HostProcess steady = await StartAsync(home, account);
        using HttpClient steadyClient = ClientOf(steady);
        await using var killed = new KilledHost(() => StartAsync(home, account));
        await killed.StartAsync();

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        stop.CancelAfter(TimeSpan.FromMinutes(minutes));
        DateTimeOffset since = Reporting.Rows.Rfc3339.ToMilliseconds(s_time.GetUtcNow());
        var ledger = new SoakLedger();
        using var traffic = new SoakTraffic(ledger, () => Random.Shared.Next(2) == 0 ? steadyClient : killed.Client, stop.Token);
        var memory = new MemorySampler(steady.Id);
        var schedule = new SoakSchedule(steadyClient, ReportingStorageFactory.Create(account));
        await schedule.CreateAsync(Cancellation);
        await Task.WhenAll(
            traffic.IngestAsync("audit-events"), traffic.IngestAsync("recipe-runs"), traffic.BrowseAsync(), traffic.CollectAsync(since), traffic.ExportAsync(since),
            killed.KillRepeatedlyAsync(stop.Token), memory.RunAsync(stop.Token));

        // From here on nothing is disturbed: every row that was acknowledged has to be in the last files and in the feed.
        await Task.Delay(TimeSpan.FromSeconds(7), s_time, Cancellation);
        DateTimeOffset ended = s_time.GetUtcNow();
        int before = traffic.Exports;
        await traffic.ExportOnceAsync("audit-events", since);
        await traffic.ExportOnceAsync("recipe-runs", since);
        string query = "since=" + Uri.EscapeDataString(since.ToString("O"));
        for (int page = 0; page < 200 && ledger.Check("audit-events", [.. traffic.Collected], since, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue) is not null; page++)
        {
            query = await traffic.CollectOnceAsync(query);
        }

        (int slots, List<string> delivered) = await schedule.DeliveredAsync(ended, Cancellation);
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant(
            $"{minutes} minutes: {ledger.Acknowledged} rows, {before} exports, {slots} slots delivered, {killed.Deaths} deaths; memory {memory.Median(0.25, 0.5):F0} MB in the second quarter, {memory.Median(0.75, 1):F0} MB in the last."));
        Assert.Empty(traffic.Wrong);
        Assert.Null(ledger.Check("audit-events", [.. traffic.Collected], since, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue));
        Assert.Null(ledger.Check("audit-events", delivered, since, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue));
        Assert.Equal(before + 2, traffic.Exports);
        Assert.True(before > 3 && killed.Deaths > 1, "The soak did too little to show anything.");
        Assert.Equal(0, await CountAsync(steadyClient, "QUEUED") + await CountAsync(steadyClient, "IN_PROGRESS") + await CountAsync(steadyClient, "FAILED"));
        Assert.True(memory.Median(0.75, 1) < (memory.Median(0.25, 0.5) * 1.2) + 30, "The steady host grows.");
    }

    private static double Minutes()
    {
        string? asked = Environment.GetEnvironmentVariable("REPORTING_SOAK_MINUTES");
        if (string.IsNullOrEmpty(asked))
        {
            LongTests.SkipUnlessEnabled();
            return 3;
        }

        return double.Parse(asked, CultureInfo.InvariantCulture);
    }

    private static Task<HostProcess> StartAsync(TemporaryFolder home, string account) => HostProcess.StartAsync(
        home.Path, ["--urls", "http://127.0.0.1:0", "--allow-development-sign-in", "--run-schedules"],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ReportingStorage"] = account, ["Ingest:MaxWriteSeconds"] = "5", ["Exports:SliceRows"] = "500", ["Exports:MinSliceRows"] = "200",
            ["Exports:MaxRunningPerUser"] = "50", ["Local:ScheduleSeconds"] = "2", ["Logging:LogLevel:Default"] = "Error", ["DOTNET_gcServer"] = "0",
        },
        Cancellation);

    internal static HttpClient ClientOf(HostProcess host)
    {
        var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
        client.DefaultRequestHeaders.Authorization = new("Bearer", host.Token);
        return client;
    }

    private static async Task<int> CountAsync(HttpClient client, string state)
    {
        using JsonDocument list = JsonDocument.Parse(await client.GetStringAsync("/api/exports?state=" + state, Cancellation));
        return list.RootElement.GetProperty("items").GetArrayLength();
    }
}
