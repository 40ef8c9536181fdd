using Microsoft.Extensions.DependencyInjection;
using Reporting.Metrics.Days;
using Reporting.Tests.Api;

namespace Reporting.Tests.Metrics;

/// <summary>Every number of the API is DuckDB's count over the exported CSV files: all measures, groupings, intervals and ten filters.</summary>
public sealed class MetricsJudgeTests(AzuriteServer azurite)
{
    private static readonly string[] s_intervals = ["day", "week", "month"];
    private static readonly string[] s_groupings = ["none", "organization", "recipe", "user"];
    private static readonly Dictionary<string, string?> s_settings = new(StringComparer.Ordinal)
    {
        ["Metrics:MaxAgeSeconds"] = "0", ["Metrics:QuietMinutes"] = "0", ["Metrics:PassSeconds"] = "300", ["Load:Megabytes"] = "256",
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Numbers_of_the_real_rows_are_DuckDBs()
    {
        LongTests.SkipUnlessEnabled();
        await using ApiHost host = await ApiHost.StartAsync(azurite, s_settings);
        foreach (string kind in (string[])[SharedData.RecipeRuns, SharedData.Commits])
        {
            foreach (JsonElement[] chunk in SharedData.Read(kind).Chunk(5_000))
            {
                await host.IngestAsync(kind, chunk.Select(row => row.GetRawText()));
            }
        }

        await PassAsync(host);
        using DuckMetrics duck = await ExportAsync(host);
        await CompareAsync(host, duck, "2026-04-01", "2026-07-01", ("Payments & Billing", "Default"), ("dev-9ea680cd@example.com", "org.openrewrite.github.UpgradeOfficialGitHubActions", "org.openrewrite.java.*", "*security*"));
        await CompareOneAsync(host, duck, new Asked("2023-09-01", "2026-08-24", "month", "organization", "", "true"));

        // The hours of a quarter: the file usage repeats a run's for each commit, its first rows do not.
        const string Quarter = "from usage where organizationId = 'Payments & Billing' and d >= date '2026-04-01' and d < date '2026-07-01'";
        JsonElement metrics = await host.MetricsAsync("since=2026-04-01&until=2026-07-01&organization=Payments%20%26%20Billing");
        Assert.Equal(194, (int)metrics.GetProperty("total").GetProperty("hoursSaved").GetDouble());
        Assert.Equal(metrics.GetProperty("total").GetProperty("hoursSaved").GetDouble(), await duck.NumberAsync($"select sum(timeSavingsInMinutes::bigint)::double / 60.0 {Quarter} and firstRowOfRun = '1'", Token), 9);
        Assert.Equal(1051, (int)await duck.NumberAsync($"select sum(timeSavingsInMinutes::bigint)::double / 60.0 {Quarter}", Token));
    }

    [Fact]
    public async Task Numbers_of_a_log_that_changes_late_are_DuckDBs()
    {
        LongTests.SkipUnlessEnabled();
        await using ApiHost host = await ApiHost.StartAsync(azurite, s_settings);
        var log = new GeneratedLog(20261130);
        await WriteAsync(host, log.First());
        await PassAsync(host);

        // Changes of days that have sums, and days that have none yet: before a pass from the tables, after it from sums.
        await WriteAsync(host, log.Late());
        using (DuckMetrics before = await ExportAsync(host))
        {
            await CompareAsync(host, before, "2026-02-03", "2026-04-02", ("org-1", "ORG-2"), ("User-3@example.com", "org.example.recipe-4", "org.example.recipe-1*", "*number 2*"));
        }

        await PassAsync(host);
        await WriteAsync(host, log.Late());
        await PassAsync(host);
        using DuckMetrics after = await ExportAsync(host);
        await CompareAsync(host, after, "2026-02-03", "2026-04-02", ("org-1", "ORG-2"), ("User-3@example.com", "org.example.recipe-4", "org.example.recipe-1*", "*number 2*"));
    }

    private static async Task CompareAsync(
        ApiHost host, DuckMetrics duck, string since, string until, (string One, string Other) organizations, (string User, string Recipe, string Prefix, string Part) names)
    {
        string one = Organization(organizations.One), other = Organization(organizations.Other), user = $"person = upper('{names.User}')";
        (string Query, string Where)[] filters =
        [
            ("", "true"),
            (Query("organization", organizations.One), one),
            (Query("organization", organizations.One) + Query("organization", organizations.Other.ToLowerInvariant()), $"({one} or {other})"),
            (Query("user", names.User), user),
            (Query("user", names.User.ToUpperInvariant()), user),
            (Query("recipe", names.Recipe), Like(names.Recipe)),
            (Query("recipe", names.Prefix), Like(names.Prefix)),
            (Query("recipe", names.Part.ToUpperInvariant()), Like(names.Part)),
            (Query("recipe", names.Prefix) + Query("recipe", names.Recipe) + Query("organization", organizations.One) + Query("user", names.User), $"({Like(names.Prefix)} or {Like(names.Recipe)}) and {one} and {user}"),
            (Query("organization", "unknown"), "false"),
        ];
        foreach ((string query, string where) in filters)
        {
            foreach (string interval in s_intervals)
            {
                foreach (string grouping in s_groupings)
                {
                    await CompareOneAsync(host, duck, new Asked(since, until, interval, grouping, query, where));
                }
            }
        }
    }

    private static async Task CompareOneAsync(ApiHost host, DuckMetrics duck, Asked asked)
    {
        (DateOnly since, DateOnly until) = (DateOnly.Parse(asked.Since, CultureInfo.InvariantCulture), DateOnly.Parse(asked.Until, CultureInfo.InvariantCulture));
        string group = asked.Grouping switch { "none" => "null::varchar", "user" => "person", _ => asked.Grouping };
        string period = asked.Interval == "day" ? "d" : $"greatest(date_trunc('{asked.Interval}', d)::date, date '{asked.Since}')";
        string before = since.AddDays(since.DayNumber - until.DayNumber).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Dictionary<(string Period, string Group), SortedDictionary<string, double>> expected = await duck.CountAsync(new DuckQuery(asked.Since, asked.Until, period, group, asked.Where), Token);
        Dictionary<(string Period, string Group), SortedDictionary<string, double>> previous = await duck.CountAsync(new DuckQuery(before, asked.Since, "d", "null::varchar", asked.Where), Token);
        JsonElement metrics = await host.MetricsAsync($"since={asked.Since}&until={asked.Until}&interval={asked.Interval}&groupBy={asked.Grouping}&first=500{asked.Query}");

        string[] periods = [.. metrics.GetProperty("periods").EnumerateArray().Select(day => day.GetString()!)];
        AssertSame(expected.GetValueOrDefault(("", "*")), metrics.GetProperty("total"), asked, "total");
        AssertSame(previous.GetValueOrDefault(("", "*")), metrics.GetProperty("previous").GetProperty("total"), asked, "previous");
        AssertSeries("*", metrics.GetProperty("series"));
        if (asked.Grouping == "none")
        {
            return;
        }

        string[] groups = [.. metrics.GetProperty("groups").EnumerateArray().Select(found => found.TryGetProperty("key", out JsonElement key) ? key.GetString()!.ToUpperInvariant() : "")];
        Assert.Equal(expected.Keys.Where(key => key is { Period: "", Group: not "*" }).Select(key => key.Group).Order(StringComparer.Ordinal), groups.Order(StringComparer.Ordinal));
        Assert.Equal(groups.Length, metrics.GetProperty("groupCount").GetInt32());
        foreach ((string name, JsonElement found) in groups.Zip(metrics.GetProperty("groups").EnumerateArray()))
        {
            AssertSame(expected.GetValueOrDefault(("", name)), found.GetProperty("total"), asked, name);
            AssertSeries(name, found.GetProperty("series"));
        }

        void AssertSeries(string name, JsonElement series)
        {
            Assert.Equal(periods.Length, series.GetArrayLength());
            foreach ((string day, JsonElement numbers) in periods.Zip(series.EnumerateArray()))
            {
                AssertSame(expected.GetValueOrDefault((day, name)), numbers, asked, $"{name} in {day}");
            }
        }
    }

    private static void AssertSame(SortedDictionary<string, double>? expected, JsonElement actual, Asked asked, string what)
    {
        var found = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty measure in actual.EnumerateObject())
        {
            foreach ((string name, double number) in measure.Value.ValueKind == JsonValueKind.Object
                ? measure.Value.EnumerateObject().Select(part => ($"{measure.Name}.{part.Name}", part.Value.GetDouble()))
                : [(measure.Name, measure.Value.GetDouble())])
            {
                if (number > 0)
                {
                    found.Add(name, number);
                }
            }
        }

        SortedDictionary<string, double> wanted = expected ?? new(StringComparer.Ordinal);
        bool isSame = wanted.Keys.SequenceEqual(found.Keys, StringComparer.Ordinal) && wanted.All(pair => Math.Abs(pair.Value - found[pair.Key]) <= 1e-9 * Math.Max(1, pair.Value));
        Assert.True(isSame, $"{asked}\n{what}\nDuckDB: {Text(wanted)}\nours:   {Text(found)}");

        static string Text(SortedDictionary<string, double> numbers) => string.Join(", ", numbers.Select(pair => FormattableString.Invariant($"{pair.Key} {pair.Value}")));
    }

    private static async Task<DuckMetrics> ExportAsync(ApiHost host)
    {
        var files = new List<byte[]>();
        foreach (string request in (string[])
            ["""{"report":"recipe-runs","format":"CSV"}""", """{"report":"usage","format":"CSV","columns":["runId","recipeId","recipeName","organizationId","recipeRunUserEmail","repositoryOrigin","repositoryPath","timeSavingsInMinutes","recipeRunCreatedAt","commitId","commitState","type","firstRowOfRun"]}"""])
        {
            JsonElement export = await host.ExportAsync(request);
            Assert.Equal("SUCCESSFUL", export.GetProperty("state").GetString());
            using var outsider = new HttpClient();
            files.Add(await outsider.GetByteArrayAsync(new Uri(export.GetProperty("url").GetString()!), Token));
        }

        return await DuckMetrics.LoadAsync(files[0], files[1], Token);
    }

    private static async Task WriteAsync(ApiHost host, (IReadOnlyList<string> Runs, IReadOnlyList<string> Commits) lines)
    {
        await host.IngestAsync("recipe-runs", lines.Runs);
        await host.IngestAsync("commits", lines.Commits);
    }

    private static async Task PassAsync(ApiHost host)
    {
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await host.Services.GetRequiredService<MetricsPass>().RunAsync(Token);
    }

    private static string Query(string name, string value) => $"&{name}={Uri.EscapeDataString(value)}";

    private static string Organization(string id) => $"organization = upper('{id.Replace("'", "''", StringComparison.Ordinal)}')";

    private static string Like(string pattern)
    {
        string like = pattern.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace('*', '%');
        return $@"(recipeId ilike '{like}' escape '\' or recipeName ilike '{like}' escape '\')";
    }

    private sealed record Asked(string Since, string Until, string Interval, string Grouping, string Query, string Where);
}

/// <summary>A log that is made up, with all that is awkward: runs over several organizations, recipes and days, names in several spellings, rows without organization or name, several branches.</summary>
internal sealed class GeneratedLog(int seed)
{
    private const int Days = 70;
    private static readonly DateTimeOffset s_start = new(2026, 1, 20, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] s_states = ["FINISHED", "FINISHED", "FINISHED", "ERROR", "CANCELED", "UNAVAILABLE", "RUNNING"];
    private static readonly string[] s_commitStates = ["COMPLETED", "COMPLETED", "FAILED", "NO_CHANGES", "QUEUED", "ORPHANED", "PROCESSING", "CANCELED"];
    private static readonly string[] s_types = ["Direct", "Fork", "ForkAndPullRequest", "PullRequest"];
    private readonly Random _random = new(seed);
    private readonly List<(string Id, DateTimeOffset At, string Repository, string Branch)> _runs = [];
    private int _round;

    /// <summary>The rows to begin with.</summary>
    public (IReadOnlyList<string> Runs, IReadOnlyList<string> Commits) First() => Make(1_500, 900);

    /// <summary>New rows of old days, later states of rows that are there, and commits of old runs.</summary>
    public (IReadOnlyList<string> Runs, IReadOnlyList<string> Commits) Late()
    {
        (IReadOnlyList<string> runs, IReadOnlyList<string> commits) = Make(200, 250);
        string[] changed = [.. Enumerable.Range(0, 200).Select(_ => _runs[_random.Next(_runs.Count)]).DistinctBy(run => run).Select(Row)];
        return ([.. runs, .. changed], commits);
    }

    private (IReadOnlyList<string> Runs, IReadOnlyList<string> Commits) Make(int runs, int commits)
    {
        _round++;
        var lines = new List<string>();
        for (int index = 0; index < runs; index++)
        {
            // One in three has an id that others have too, at its own time: often of the same day, now and then of another.
            string id = _random.Next(3) == 0 ? FormattableString.Invariant($"shared-{_random.Next(200)}") : FormattableString.Invariant($"run-{_round}-{index}");
            DateTimeOffset at = s_start.AddDays(id.StartsWith('s') ? id.Length * 7 % Days : _random.Next(Days)).AddMinutes(_random.Next(24 * 60)).AddDays(_random.Next(20) == 0 ? 1 : 0);
            (string Id, DateTimeOffset At, string Repository, string Branch) run = (id, at, FormattableString.Invariant($"group/repository-{_random.Next(30)}"), _random.Next(6) == 0 ? "next" : "main");
            _runs.Add(run);
            lines.Add(Row(run));
        }

        string[] commitLines =
        [
            .. Enumerable.Range(0, commits).Select(index =>
            {
                (string id, DateTimeOffset at, string repository, string branch) = _runs[_random.Next(_runs.Count)];
                return MetricsLog.Commit(
                    FormattableString.Invariant($"c-{_round}-{index}"), _random.Next(20) == 0 ? "gone" : id, at, repository, s_commitStates[_random.Next(s_commitStates.Length)], s_types[_random.Next(s_types.Length)],
                    hours: 1 + _round, branch);
            }),
        ];
        return (lines, commitLines);
    }

    private string Row((string Id, DateTimeOffset At, string Repository, string Branch) run)
    {
        int recipe = _random.Next(25);
        int user = _random.Next(12);
        return MetricsLog.Run(
            run.Id, run.At, run.Repository,
            organization: _random.Next(7) switch { 0 => "", 1 => "ORG-2", var other => FormattableString.Invariant($"org-{other % 4}") },
            recipe: FormattableString.Invariant($"org.example.recipe-{recipe}"),
            recipeName: recipe % 5 == 0 ? null : FormattableString.Invariant($"Recipe number {recipe}{(_random.Next(4) == 0 ? ", renamed" : "")}"),
            user: _random.Next(2) == 0 ? FormattableString.Invariant($"User-{user}@example.com") : FormattableString.Invariant($"user-{user}@example.com"),
            state: s_states[_random.Next(s_states.Length)], files: Math.Max(0, _random.Next(-3, 9)), minutes: _random.Next(0, 90), updatedSeconds: 60 * _round, branch: run.Branch);
    }
}
