using System.Globalization;
using System.Text.Json;
using Reporting.Local.Sample;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class OverviewTests(BrowserFixture browser)
{
    [Fact]
    public async Task Each_week_of_the_overview_sums_what_the_log_holds()
    {
        AdminSite site = await browser.SampleSiteAsync();
        JsonElement overview = await site.GetAsync("api/overview", TestContext.Current.CancellationToken);
        JsonElement[] weeks = [.. overview.GetProperty("weeks").EnumerateArray()];
        JsonElement[] runs = Rows("recipe-runs");
        JsonElement[] commits = Rows("commits");
        JsonElement[] failures = [.. Rows("audit-events").Where(row => row.GetProperty("outcome").GetString() == "Failed")];

        Assert.InRange(weeks.Length, 1, 26);
        Assert.Equal(runs.Length, weeks.Sum(week => week.GetProperty("runs").GetInt64()));
        foreach (JsonElement week in weeks)
        {
            string monday = week.GetProperty("week").GetString()!;
            Assert.Equal(In(runs, "recipeRunCreatedAt").Count(), week.GetProperty("runs").GetInt64());
            Assert.Equal(In(commits, "commitCreatedAt").Count(), week.GetProperty("commits").GetInt64());
            Assert.Equal(In(runs, "recipeRunCreatedAt").Sum(run => run.GetProperty("timeSavingsInMinutes").GetInt64()), week.GetProperty("minutesSaved").GetInt64());
            Assert.Equal(In(failures, "timestamp").Count(), week.GetProperty("failures").GetInt64());

            IEnumerable<JsonElement> In(IEnumerable<JsonElement> rows, string column) => rows.Where(row => MondayOf(row.GetProperty(column).GetString()!) == monday);
        }
    }

    private static JsonElement[] Rows(string kind) =>
        [.. SampleActivity.Create()[kind].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    // By the calendar's own week numbers (ISO 8601), unlike what is tested.
    private static string MondayOf(string time)
    {
        DateTime day = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture).UtcDateTime;
        return ISOWeek.ToDateTime(ISOWeek.GetYear(day), ISOWeek.GetWeekOfYear(day), DayOfWeek.Monday).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }
}
