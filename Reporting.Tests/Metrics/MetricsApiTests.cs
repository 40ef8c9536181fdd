using Microsoft.Extensions.DependencyInjection;
using Reporting.Metrics.Days;
using Reporting.Tests.Api;
using static Reporting.Tests.Metrics.MetricsLog;

namespace Reporting.Tests.Metrics;

/// <summary>The numbers over HTTP.</summary>
public sealed class MetricsApiTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset s_start = new(2026, 4, 6, 10, 0, 0, TimeSpan.Zero); // A Monday.

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_are_the_same_from_the_tables_and_from_sums_and_follow_late_changes()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Metrics:MaxAgeSeconds"] = "0", ["Metrics:QuietMinutes"] = "0" });
        await FillAsync(host);
        const string Query = "since=2026-04-06&until=2026-04-20&interval=week&groupBy=organization";
        JsonElement fromTables = await host.MetricsAsync(Query);
        await PassAsync(host);
        JsonElement fromSums = await host.MetricsAsync(Query);

        AssertNumbers(fromTables);
        AssertNumbers(fromSums);
        Assert.Equal(WithoutTimes(fromTables), WithoutTimes(fromSums));

        // A result that failed has finished after all, and a commit of a run of the first week comes late.
        await host.IngestAsync("recipe-runs", Run("r-3", s_start.AddDays(8), organization: "", user: "ADA@example.com", files: 7, minutes: 60, updatedSeconds: 120));
        await host.IngestAsync("commits", Commit("c-9", "r-1", s_start, "shop/catalogue", state: "FAILED", type: "Direct"));
        JsonElement late = await host.MetricsAsync(Query);
        await PassAsync(host);
        JsonElement later = await host.MetricsAsync(Query);

        Assert.Equal(WithoutTimes(late), WithoutTimes(later));
        Assert.Equal(0, late.GetProperty("total").GetProperty("failures").GetInt64());
        Assert.Equal(3, late.GetProperty("total").GetProperty("commits").GetInt64());
        Assert.Equal("""{"COMPLETED":1,"FAILED":1,"NO_CHANGES":1}""", late.GetProperty("total").GetProperty("commitsByState").GetRawText());
        Assert.Equal(2, late.GetProperty("total").GetProperty("repositoriesCommitted").GetInt64());
    }

    [Fact]
    public async Task Filters_take_names_in_any_case_and_recipes_by_pattern_and_an_allowed_organization_is_forced()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await FillAsync(host);
        foreach ((string filter, int results) in (IEnumerable<(string, int)>)
            [
                ("", 5), ("&organization=payments%20%26%20billing", 4), ("&organization=none", 0), ("&user=ADA@EXAMPLE.COM", 4), ("&user=grace@example.com&user=ada@example.com", 5),
                ("&recipe=org.example.java.*", 4), ("&recipe=ORG.example.java.upgradejava", 4), ("&recipe=upgrade%20java", 4), ("&recipe=*weak*", 1), ("&recipe=org.*hash*s", 1), ("&recipe=org.example", 0),
                ("&recipe=*&organization=Payments%20%26%20Billing&user=grace@example.com", 1),
            ])
        {
            Assert.Equal(results, (await host.MetricsAsync("since=2026-04-01&until=2026-05-01" + filter)).GetProperty("total").GetProperty("runResults").GetInt32());
        }

        var reader = host.Services.GetRequiredService<Reporting.Metrics.Queries.MetricsReader>();
        var query = new Reporting.Metrics.Queries.MetricsQuery { Since = new DateOnly(2026, 4, 1), Until = new DateOnly(2026, 5, 1), AllowedOrganizations = ["payments & billing"] };
        Assert.Equal(4, (await reader.ReadAsync(query, Token)).Result!.Total.RunResults);
        Assert.Equal(0, (await reader.ReadAsync(query with { AllowedOrganizations = [] }, Token)).Result!.Total.RunResults);
    }

    [Fact]
    public async Task The_range_is_the_last_ninety_days_and_the_last_activity_is_told_from_outside_of_it()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await FillAsync(host);
        await PassAsync(host);
        JsonElement metrics = await host.MetricsAsync("");
        var today = DateOnly.FromDateTime(host.Time.GetUtcNow().UtcDateTime);

        Assert.Equal(today.AddDays(1).ToString("O", System.Globalization.CultureInfo.InvariantCulture), metrics.GetProperty("until").GetString());
        Assert.Equal(90, metrics.GetProperty("periods").GetArrayLength());
        Assert.Equal(0, metrics.GetProperty("total").GetProperty("runResults").GetInt32());
        Assert.Equal("2026-04-14T10:00:00.000Z", metrics.GetProperty("lastActivityAt").GetString());
        Assert.Equal(16, metrics.GetProperty("measures").GetArrayLength());
    }

    [Fact]
    public async Task Too_many_rows_without_sums_are_told_with_how_far_they_are_and_shown_after_a_pass()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Metrics:MaxRequestRows"] = "1", ["Metrics:MaxAgeSeconds"] = "0" });
        await FillAsync(host);
        ApiResponse response = await host.GetAsync("/api/metrics?since=2026-04-01&until=2026-05-01");

        Assert.Equal(503, response.Status);
        Assert.Equal("urn:reporting:problem:metrics-being-made", response.Json.GetProperty("type").GetString());
        Assert.Equal(0, response.Json.GetProperty("building").GetProperty("daysReady").GetInt32());
        Assert.Equal("5", Assert.Single(response.Headers.GetValues("Retry-After")));
        await PassAsync(host);
        Assert.Equal(5, (await host.MetricsAsync("since=2026-04-01&until=2026-05-01")).GetProperty("total").GetProperty("runResults").GetInt32());

        // What has changed since is over the limit too, so the numbers are those of the pass, and say so.
        DateTimeOffset before = host.Time.GetUtcNow();
        await host.IngestAsync("recipe-runs", Run("r-1", s_start, "shop/identity"));
        JsonElement older = await host.MetricsAsync("since=2026-04-01&until=2026-05-01");
        Assert.Equal(5, older.GetProperty("total").GetProperty("runResults").GetInt32());
        Assert.True(older.GetProperty("asOf").GetDateTimeOffset() < before);
    }

    [Fact]
    public async Task Wrong_fields_are_refused_by_name()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        foreach ((string query, string field) in (IEnumerable<(string, string)>)
            [
                ("since=2026-04-06T00:00:00Z", "since"), ("since=2026-05-01&until=2026-05-01", "since"), ("since=2020-01-01&until=2026-05-01", "since"), ("until=2026-02-30", "until"), ("interval=hour", "interval"),
                ("groupBy=repository", "groupBy"), ("groupBy=1", "groupBy"), ("first=0", "first"), ("first=501", "first"), ("sort=commitsByState", "sort"), ("format=xml", "format"), ("page=2", "page"),
                ("since=2025-01-01&until=2026-05-01&groupBy=user&first=500", "first"),
            ])
        {
            ApiResponse response = await host.GetAsync("/api/metrics?" + query);
            Assert.Equal(400, response.Status);
            Assert.Equal([field], response.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
        }

        Assert.Equal(400, (await host.GetAsync("/api/metrics/values?field=repository")).Status);
    }

    [Fact]
    public async Task CSV_has_a_line_for_each_period_of_each_group_and_no_formula()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await host.IngestAsync("recipe-runs", Run("r-1", s_start, organization: "=cmd|' /C calc'!A0"), Run("r-2", s_start.AddDays(1), organization: "a \"b\", c"));
        string text = (await host.GetAsync("/api/metrics?since=2026-04-06&until=2026-04-08&groupBy=organization&format=csv")).Text;
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.StartsWith("period,organization,name,recipeRuns,runResults,recipes,users,", lines[0], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
        Assert.Contains("2026-04-06,\"'=cmd|' /C calc'!A0\"", text, StringComparison.Ordinal);
        Assert.Contains("2026-04-07,\"a \"\"b\"\", c\",\"a \"\"b\"\", c\",1,1,1,1,1,1,2,0.5,0,0,0,0,0,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_are_suggested_by_a_part_of_them_most_runs_first()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await FillAsync(host);

        Assert.Equal(
            """{"values":[{"value":"org.example.java.UpgradeJava","name":"Upgrade Java","runs":3},{"value":"org.example.security.ReplaceWeakHashes","name":"Replace weak hashes","runs":1}]}""",
            (await host.GetAsync("/api/metrics/values?field=recipe&q=EXAMPLE&since=2026-04-01&until=2026-05-01")).Text);
        Assert.Equal("""{"values":[{"value":"grace@example.com","name":"grace@example.com","runs":1}]}""", (await host.GetAsync("/api/metrics/values?field=user&q=grace&since=2026-04-01&until=2026-05-01")).Text);
    }

    [Fact]
    public async Task GraphQL_gives_the_numbers_of_REST()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        await FillAsync(host);
        JsonElement rest = await host.MetricsAsync("since=2026-04-06&until=2026-04-20&interval=month&groupBy=recipe&first=1&sort=commits&user=ada@example.com");
        const string Query = """
            { metrics(since: "2026-04-06", until: "2026-04-20", interval: MONTH, groupBy: RECIPE, first: 1, sort: "commits", user: ["ada@example.com"]) {
                periods groupCount total { recipeRuns hoursSaved completionRate commitsByState { name count } } previous { total { users } } groups { key name total { commits } series { filesChanged } } measures { name definition } } }
            """;
        ApiResponse response = await host.PostAsync("/api/graphql", JsonSerializer.Serialize(new { query = Query }));
        JsonElement metrics = response.Json.GetProperty("data").GetProperty("metrics");

        Assert.Equal(rest.GetProperty("groupCount").GetInt32(), metrics.GetProperty("groupCount").GetInt32());
        Assert.Equal(rest.GetProperty("total").GetProperty("recipeRuns").GetInt32(), metrics.GetProperty("total").GetProperty("recipeRuns").GetInt32());
        Assert.Equal(rest.GetProperty("total").GetProperty("hoursSaved").GetDouble(), metrics.GetProperty("total").GetProperty("hoursSaved").GetDouble());
        Assert.Equal(0.5, metrics.GetProperty("total").GetProperty("completionRate").GetDouble());
        Assert.Equal(rest.GetProperty("groups")[0].GetProperty("key").GetString(), metrics.GetProperty("groups")[0].GetProperty("key").GetString());
        Assert.Equal(2, metrics.GetProperty("groups")[0].GetProperty("total").GetProperty("commits").GetInt32());
    }

    // Two results of one run on Monday, two runs on the next day (one of another recipe and person), one without organization in the second week, by the first person in another spelling.
    private static async Task FillAsync(ApiHost host)
    {
        await host.IngestAsync(
            "recipe-runs",
            Run("r-1", s_start), Run("r-1", s_start, "shop/catalogue", files: 0), Run("r-2", s_start.AddDays(1), "shop/checkout", branch: "next", files: 3),
            Run("r-4", s_start.AddDays(1), recipe: "org.example.security.ReplaceWeakHashes", recipeName: "Replace weak hashes", user: "grace@example.com"),
            Run("r-3", s_start.AddDays(8), organization: "", user: "ADA@example.com", state: "ERROR", files: 0, minutes: 0));
        await host.IngestAsync("commits", Commit("c-1", "r-1", s_start), Commit("c-2", "r-1", s_start, state: "NO_CHANGES", type: "Fork"), Commit("c-3", "gone", s_start));
    }

    private static void AssertNumbers(JsonElement metrics)
    {
        JsonElement total = metrics.GetProperty("total");
        Assert.Equal(["2026-04-06", "2026-04-13"], metrics.GetProperty("periods").EnumerateArray().Select(period => period.GetString()));
        foreach ((string name, double expected) in (IEnumerable<(string, double)>)
            [
                ("recipeRuns", 4), ("runResults", 5), ("recipes", 2), ("users", 2), ("repositoriesSearched", 2), ("repositoriesChanged", 1), ("filesChanged", 7), ("hoursSaved", 2), ("failures", 1), ("commits", 2),
                ("repositoriesCommitted", 1), ("completionRate", 0.5), ("recipesWithCommits", 1),
            ])
        {
            Assert.Equal(expected, total.GetProperty(name).GetDouble());
        }

        Assert.Equal("""{"ERROR":1}""", total.GetProperty("failuresByState").GetRawText());
        Assert.Equal("""{"Fork":1,"PullRequest":1}""", total.GetProperty("commitsByType").GetRawText());
        Assert.Equal([3, 1], metrics.GetProperty("series").EnumerateArray().Select(numbers => numbers.GetProperty("recipeRuns").GetInt32()));
        Assert.Equal(2, metrics.GetProperty("groupCount").GetInt32());
        Assert.Equal("Payments & Billing", metrics.GetProperty("groups")[0].GetProperty("key").GetString());
        Assert.False(metrics.GetProperty("groups")[1].TryGetProperty("key", out _));
        Assert.Equal("2026-04-14T10:00:00.000Z", metrics.GetProperty("lastActivityAt").GetString());
        Assert.Equal("2026-03-23", metrics.GetProperty("previous").GetProperty("since").GetString());
    }

    private static string WithoutTimes(JsonElement metrics) => string.Join('\n', metrics.EnumerateObject().Where(property => !property.NameEquals("asOf")).Select(property => property.Value.GetRawText()));

    // A pass sees what is behind the watermark.
    private static async Task PassAsync(ApiHost host)
    {
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Services.GetRequiredService<MetricsPass>().RunAsync(Token);
    }
}
