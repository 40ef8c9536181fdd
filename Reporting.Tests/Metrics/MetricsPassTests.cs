using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Metrics.Days;
using Reporting.Tests.Api;
using Reporting.Tests.Faults;
using static Reporting.Tests.Metrics.MetricsLog;

namespace Reporting.Tests.Metrics;

/// <summary>The pass over the sums: killed anywhere, twice at once, and what it makes anew.</summary>
public sealed class MetricsPassTests(AzuriteServer azurite)
{
    private const string Query = "since=2026-04-01&until=2026-05-01&groupBy=user";
    private static readonly DateTimeOffset s_start = new(2026, 4, 6, 10, 0, 0, TimeSpan.Zero);

    // Numbers come from sums or not at all.
    private static readonly Dictionary<string, string?> s_fromSums = new(StringComparer.Ordinal) { ["Metrics:MaxRequestRows"] = "0", ["Metrics:MaxAgeSeconds"] = "0", ["Metrics:QuietMinutes"] = "0" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 1)]
    public async Task A_pass_that_dies_at_any_request_is_followed_by_one_that_goes_on(bool isLong, int step)
    {
        LongTests.SkipUnlessEnabledOr(quick: !isLong);
        bool isDone = false;
        for (int request = 1; !isDone; request += step)
        {
            isDone = await DiesAsync(request);
            Assert.True(request < 200, "The pass never ends.");
        }
    }

    [Fact]
    public async Task Two_processes_do_the_work_once()
    {
        (string account, string expected) = await FillAsync();
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Token);
        ConcurrentBag<string> made = Watch(proxy);
        await using ApiHost one = await ApiHost.StartAsync(azurite, s_fromSums, account: proxy.ConnectionString);
        await using ApiHost other = await ApiHost.StartAsync(azurite, s_fromSums, account: proxy.ConnectionString);
        foreach (ApiHost host in (ApiHost[])[one, other])
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await Task.WhenAll(PassAsync(one), PassAsync(other));

        Assert.Equal(["2026-04-06", "2026-04-07", "2026-04-21"], made.Order(StringComparer.Ordinal));
        Assert.Equal(expected, NumbersOf(await other.MetricsAsync(Query)));
    }

    [Fact]
    public async Task A_pass_waits_for_one_that_is_at_work_and_takes_over_from_one_that_died()
    {
        (string account, string expected) = await FillAsync();
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Token);
        await using ApiHost host = await ApiHost.StartAsync(azurite, s_fromSums, account: proxy.ConnectionString);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        HoldPoint marking = proxy.HoldBefore(request => request.IsWrite && request.Target.StartsWith("/metrics/days/", StringComparison.Ordinal));
        Task dying = PassAsync(host);
        await marking.Reached.WaitAsync(Token);

        ConcurrentBag<string> made = Watch(proxy);
        await PassAsync(host);
        Assert.Empty(made);

        // By then the first one must have ended, if it lives.
        host.Time.Advance(TimeSpan.FromMinutes(2));
        await using ApiHost next = await ApiHost.StartAsync(azurite, s_fromSums, account: account);
        next.Time.Advance(TimeSpan.FromMinutes(4));
        await PassAsync(next);
        Assert.Equal(expected, NumbersOf(await next.MetricsAsync(Query)));

        // It lives after all, and finds that it was taken over from; what it writes late harms nothing.
        marking.Release();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => dying);
        Assert.Equal(expected, NumbersOf(await next.MetricsAsync(Query)));
    }

    [Fact]
    public async Task Late_changes_make_the_sums_of_their_days_anew_and_no_others()
    {
        (string account, _) = await FillAsync();
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Token);
        await using ApiHost host = await ApiHost.StartAsync(azurite, s_fromSums, account: proxy.ConnectionString);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await PassAsync(host);
        ConcurrentBag<string> made = Watch(proxy);
        await PassAsync(host);
        Assert.Empty(made);

        // A commit that is made today of a run of the 7th, and a run of a day that had none.
        await host.IngestAsync("commits", Commit("c-9", "r-2", s_start.AddDays(1), hours: 24 * 90));
        await host.IngestAsync("recipe-runs", Run("r-9", s_start.AddDays(10)));
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await PassAsync(host);

        Assert.Equal(["2026-04-07", "2026-04-16"], made.Order(StringComparer.Ordinal));
        JsonElement metrics = await host.MetricsAsync(Query);
        Assert.Equal(2, metrics.GetProperty("total").GetProperty("commits").GetInt32());
        Assert.Equal(5, metrics.GetProperty("total").GetProperty("runResults").GetInt32());
    }

    [Fact]
    public async Task A_pass_stops_when_its_rows_are_used_up_newest_days_first_and_the_next_goes_on()
    {
        (string account, string expected) = await FillAsync();
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Token);
        ConcurrentBag<string> made = Watch(proxy);
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?>(s_fromSums, StringComparer.Ordinal) { ["Metrics:PassRows"] = "1" }, account: proxy.ConnectionString);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await PassAsync(host);

        Assert.Equal(["2026-04-21"], made);
        Assert.Equal(1, (await host.GetAsync("/api/metrics?" + Query)).Json.GetProperty("building").GetProperty("daysReady").GetInt32());
        await PassAsync(host);
        Assert.Equal(expected, NumbersOf(await host.MetricsAsync(Query)));
    }

    [Fact]
    public async Task Sums_of_days_that_retention_deletes_go_and_count_no_more()
    {
        (string account, _) = await FillAsync();
        await using ApiHost host = await ApiHost.StartAsync(azurite, s_fromSums, account: account);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await PassAsync(host);
        int days = (DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime).DayNumber - new DateOnly(2026, 4, 10).DayNumber);
        await using ApiHost keeping = await ApiHost.StartAsync(
            azurite, new Dictionary<string, string?>(s_fromSums, StringComparer.Ordinal) { ["Activity:RetentionDays"] = FormattableString.Invariant($"{days}") }, account: account);

        Assert.Equal(1, (await keeping.MetricsAsync(Query)).GetProperty("total").GetProperty("runResults").GetInt32());
        keeping.Time.Advance(TimeSpan.FromMinutes(2));
        await PassAsync(keeping);
        Assert.Equal(
            ["days/2026-04-21"],
            await keeping.Storage.Blobs.GetBlobContainerClient("metrics").GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, "days/", Token).Select(blob => blob.Name).ToListAsync(Token));
    }

    // Refused is everything from a request on, itself perhaps only when it was carried out: as for a process that is killed there. True when the pass has ended before.
    private async Task<bool> DiesAsync(int request)
    {
        (string account, string expected) = await FillAsync();
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Token);
        await using (ApiHost host = await ApiHost.StartAsync(azurite, s_fromSums, account: proxy.ConnectionString))
        {
            host.Time.Advance(TimeSpan.FromMinutes(1));
            int first = proxy.Requests + request;
            proxy.Add(seen => seen.Number == first && request % 2 == 0, async exchange =>
            {
                using (await exchange.SendAsync())
                {
                }

                await exchange.RespondAsync(403, "AuthorizationFailure");
            });
            proxy.Add(seen => seen.Number >= first, exchange => exchange.RespondAsync(403, "AuthorizationFailure"));
            try
            {
                await PassAsync(host);
                if (proxy.Requests < first)
                {
                    return true;
                }
            }
            catch (Exception exception) when (exception is RequestFailedException or System.Xml.XmlException)
            {
                // It has died; the storage library reads a refusal's body as XML.
            }
        }

        await using ApiHost next = await ApiHost.StartAsync(azurite, s_fromSums, account: account);
        next.Time.Advance(TimeSpan.FromMinutes(3));
        await PassAsync(next);
        Assert.Equal(expected, NumbersOf(await next.MetricsAsync(Query)));
        return false;
    }

    // Three days, and the numbers that they have by the tables.
    private async Task<(string Account, string Numbers)> FillAsync()
    {
        string account = azurite.NewAccount();
        await using ApiHost host = await ApiHost.StartAsync(azurite, account: account);
        await host.IngestAsync(
            "recipe-runs", Run("r-1", s_start), Run("r-1", s_start, "shop/catalogue"), Run("r-2", s_start.AddDays(1), user: "grace@example.com"), Run("r-3", s_start.AddDays(15), state: "ERROR"));
        await host.IngestAsync("commits", Commit("c-1", "r-1", s_start));
        return (account, NumbersOf(await host.MetricsAsync(Query)));
    }

    private static ConcurrentBag<string> Watch(FaultProxy proxy)
    {
        var made = new ConcurrentBag<string>();
        proxy.Seen = request =>
        {
            if (request is { Service: "blob", Method: "PUT", Body.Length: > 0 } && request.Target.StartsWith("/metrics/days/", StringComparison.Ordinal))
            {
                made.Add(request.Target["/metrics/days/".Length..].Split('?')[0]);
            }
        };
        return made;
    }

    private static Task PassAsync(ApiHost host) => host.Services.GetRequiredService<MetricsPass>().RunAsync(Token);

    private static string NumbersOf(JsonElement metrics) => string.Join('\n', metrics.EnumerateObject().Where(property => !property.NameEquals("asOf")).Select(property => property.Value.GetRawText()));
}
