using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Composition;
using Reporting.Storage;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Api;

/// <summary>The API under more than it can take: refused in words that a client understands, and well as soon as it is over.</summary>
public sealed class LoadTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_flood_of_activity_on_slow_storage_is_refused_beyond_its_room_and_nobody_else_suffers()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        await using ApiHost host = await StartAsync(proxy, ("Load:IngestMegabytes", "4"), ("Load:WaitSeconds", "60"));
        HoldPoint slow = proxy.HoldBefore(request => request.IsInsert("auditevents", "") && request.BodyText.Contains("\"flood", StringComparison.Ordinal));

        // 4 are at work, 4 wait, 22 are refused at once.
        Task<ApiResponse>[] flood = [.. Enumerable.Range(0, 30).Select(number => IngestAsync(host, number))];
        await WhenEndedAsync(flood, 22);
        Assert.All(flood.Where(call => call.IsCompleted), call => IsOverloaded(call.Result));
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, "/api/health", token: "")).Status);
        Assert.Equal(202, (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Status);
        Assert.Equal(22, flood.Count(call => call.IsCompleted));

        slow.Release();
        Assert.Equal(8, (await Task.WhenAll(flood)).Count(answer => answer.Status == 200));
        Assert.Equal(200, (await IngestAsync(host, 99)).Status);
    }

    [Fact]
    public async Task Exports_asked_for_beyond_the_room_are_refused_and_activity_is_still_taken()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        await using ApiHost host = await StartAsync(proxy, ("Load:RequestMegabytes", "4"), ("Load:WaitSeconds", "0"), ("Exports:MaxRunningPerUser", "1000"));
        HoldPoint slow = proxy.HoldBefore(request => request.IsTransaction("exports"));
        Task<ApiResponse> inside = host.PostAsync("/api/exports", """{"report":"usage"}""");
        await slow.Reached.WaitAsync(Cancellation);
        Task<ApiResponse>[] flood = [.. Enumerable.Range(0, 19).Select(_ => host.PostAsync("/api/exports", """{"report":"usage"}"""))];
        await WhenEndedAsync(flood, 18);

        Assert.All(flood.Where(call => call.IsCompleted), call => IsOverloaded(call.Result));
        Assert.Equal(200, (await IngestAsync(host, 1)).Status);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Get, "/api/health", token: "")).Status);
        slow.Release();
        Assert.Equal(2, (await Task.WhenAll([inside, .. flood])).Count(answer => answer.Status == 202));
    }

    [Fact]
    public async Task Who_waits_too_long_for_a_turn_is_refused_and_the_others_go_on()
    {
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        await using ApiHost host = await StartAsync(proxy, ("Load:IngestMegabytes", "1"), ("Load:WaitSeconds", "1"));
        HoldPoint slow = proxy.HoldBefore(request => request.IsInsert("auditevents", ""));
        Task<ApiResponse> inside = IngestAsync(host, 1);
        await slow.Reached.WaitAsync(Cancellation);

        IsOverloaded(await IngestAsync(host, 2));
        slow.Release();
        Assert.Equal(200, (await inside).Status);
        Assert.Equal(200, (await IngestAsync(host, 3)).Status);
    }

    public static TheoryData<string> Outages => ["Busy", "InternalError", "TooManyRequests", "Reset", "Timeout", "Mixed"];

    [Theory]
    [MemberData(nameof(Outages))]
    public async Task Storage_that_does_not_answer_makes_503_with_Retry_After_and_never_500(string outage)
    {
        LongTests.SkipUnlessEnabled();
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        await using ApiHost host = await StartAsync(proxy);
        proxy.Add(_ => true, outage is "Mixed" ? KnownFaults.Random(7, KnownFaults.Busy, KnownFaults.Busy, KnownFaults.Reset, KnownFaults.Timeout) : KnownFaults.All[outage]);

        // All at once: each takes as long as the client library has patience.
        ApiResponse[] answers = await Task.WhenAll(
            IngestAsync(host, 1),
            host.PostAsync("/api/exports", """{"report":"usage"}"""),
            host.GetAsync("/api/exports"),
            host.GetAsync("/api/exports/" + Reporting.Exports.Jobs.ExportIds.Create(s_time)),
            host.GetAsync("/api/audit-logs"),
            host.GetAsync("/api/audit-logs/feed"),
            host.GetAsync("/api/metrics"),
            host.SendAsync(HttpMethod.Get, "/api/health", token: ""));
        Assert.All(answers, answer =>
        {
            answer.IsProblem(503);
            Assert.NotNull(answer.Header("Retry-After"));
        });

        proxy.Clear();
        Assert.Equal(200, (await IngestAsync(host, 1)).Status);
    }

    [Fact]
    public async Task Storage_that_does_not_answer_is_named_as_such_in_GraphQL_too()
    {
        var breaking = new BreakingPolicy(request => request.Uri.ToString().Contains("/exports", StringComparison.Ordinal));
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: breaking.Registration);
        ApiResponse answer = await host.PostAsync("/api/graphql", """{"query":"{ downloads { edges { node { id } } } }"}""");

        Assert.Contains("STORAGE_UNAVAILABLE", answer.Text, StringComparison.Ordinal);
        Assert.Contains("retryAfterSeconds", answer.Text, StringComparison.Ordinal);
        (await host.GetAsync("/api/exports")).IsProblem(503);
    }

    private static void IsOverloaded(ApiResponse answer)
    {
        answer.IsProblem(503);
        Assert.EndsWith(":overloaded", answer.Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotNull(answer.Header("Retry-After"));
    }

    // Counts what it has seen end, and no more: whatever ends between two looks is awaited too, and the calls that are held are not.
    private static async Task WhenEndedAsync(Task<ApiResponse>[] calls, int count)
    {
        List<Task<ApiResponse>> open = [.. calls];
        while (calls.Length - open.Count < count)
        {
            open.Remove(await Task.WhenAny(open).WaitAsync(Cancellation));
        }
    }

    private static async Task<ApiResponse> IngestAsync(ApiHost host, int number)
    {
        string line = ApiHost.AuditEvent(number, s_time).Replace("event-", "flood-", StringComparison.Ordinal);
        using var content = new StringContent(line, Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        return await host.SendContentAsync(HttpMethod.Post, "/api/activity/audit-events", content);
    }

    private async Task<ApiHost> StartAsync(FaultProxy proxy, params (string Name, string Value)[] settings)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(new StorageConnection { ConnectionString = proxy.ConnectionString, TryTimeout = TimeSpan.FromSeconds(1) });
        await StorageSetup.CreateAsync(storage, Cancellation);

        // Held requests must not run into the time of a try: only the outages are impatient.
        ReportingStorage used = settings.Length == 0 ? storage : ReportingStorageFactory.Create(proxy.ConnectionString);
        return await ApiHost.StartAsync(azurite, settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value, StringComparer.Ordinal), services => services.AddSingleton(used));
    }
}
