using Reporting.Activity.Records;
using Reporting.Local.Sample;

namespace Reporting.Tests.Local.Sample;

public sealed class SampleActivityTests
{
    private static readonly DateTimeOffset s_now = new(2026, 6, 1, 9, 30, 0, TimeSpan.Zero);

    /// <summary>A day of each name: what is random follows the calendar's weekdays and nothing else of it.</summary>
    public static TheoryData<int> Days => [0, 1, 2, 3, 4, 5, 6];

    [Theory]
    [MemberData(nameof(Days))]
    public void Half_a_year_up_to_yesterday_of_a_platform_that_grows(int daysLater)
    {
        DateTimeOffset now = s_now.AddDays(daysLater);
        IReadOnlyDictionary<string, string> sample = SampleActivity.Create(now);
        JsonElement[] runs = Rows(sample, "recipe-runs");
        JsonElement[] commits = Rows(sample, "commits");
        JsonElement[] events = Rows(sample, "audit-events");

        Assert.Equal(6, Different(runs, "organizationId"));
        Assert.Equal(40, Different(runs, "recipeId"));
        Assert.InRange(Different(runs, "recipeRunUserEmail"), 25, 30);
        Assert.Equal(Enum.GetNames<CommitState>().Length, Different(commits, "commitState"));
        Assert.Equal(4, Different(runs, "recipeRunState"));
        Assert.Contains(events, one => one.GetProperty("outcome").GetString() == "Failed");
        Assert.Contains(runs.GroupBy(Place).Join(commits.GroupBy(Place), run => run.Key, commit => commit.Key, (_, same) => same.Count()),
            count => count > 1);

        DateTimeOffset[] times = [.. runs.Select(run => Time(run, "recipeRunCreatedAt"))];
        DateTimeOffset today = new(now.UtcDateTime.Date, TimeSpan.Zero);
        Assert.All([.. times, .. commits.Select(one => Time(one, "commitModifiedAt")), .. events.Select(one => Time(one, "timestamp"))],
            time => Assert.InRange(time, today.AddDays(-182), today.AddTicks(-1)));
        Assert.True(times[0] < today.AddDays(-175) && times[^1] >= today.AddDays(-4),
            "From half a year ago to the last days, whatever weekday it is.");
        Assert.True(times.Count(time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) * 10 < times.Length);
        Assert.True(times.Count(time => time >= today.AddDays(-91)) * 20 > times.Length * 11);

        // A first start waits for these rows.
        Assert.InRange(runs.Length + (2 * commits.Length) + events.Length, 700, 1_300);
    }

    [Fact]
    public void On_a_given_day_it_is_the_same_each_time()
    {
        Assert.Equal(SampleActivity.Create(s_now), SampleActivity.Create(s_now.AddHours(14)));
        Assert.NotEqual(SampleActivity.Create(s_now)["recipe-runs"], SampleActivity.Create(s_now.AddDays(1))["recipe-runs"]);
    }

    private static string Place(JsonElement row) => $"{row.GetProperty("runId")} {row.GetProperty("repositoryPath")}";

    private static int Different(JsonElement[] rows, string column) => rows.Select(row => row.GetProperty(column).GetString())
        .Distinct(StringComparer.Ordinal).Count();

    private static DateTimeOffset Time(JsonElement row, string column) =>
        DateTimeOffset.Parse(row.GetProperty(column).GetString()!, CultureInfo.InvariantCulture);

    private static JsonElement[] Rows(IReadOnlyDictionary<string, string> sample, string kind) =>
        [.. sample[kind].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
