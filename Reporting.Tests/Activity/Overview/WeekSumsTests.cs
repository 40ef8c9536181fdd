using Reporting.Activity.Overview;
using Reporting.Activity.Records;

namespace Reporting.Tests.Activity.Overview;

public sealed class WeekSumsTests
{
    [Fact]
    public void A_sum_that_grows_over_what_a_number_holds_stops_at_the_greatest_exact_one()
    {
        var monday = new DateOnly(2026, 1, 26);
        var sums = new WeekSums(monday, monday);
        for (int run = 0; run < 3_000; run++)
        {
            sums.AddRun("2026-01-28T08:46:57.012Z"u8, RecordRules.MaxNumber);
        }

        sums.AddRun("2026-01-28T08:46:57.012Z"u8, long.MaxValue);
        sums.AddRun("2026-01-28T08:46:57.012Z"u8, long.MinValue);
        ActivityWeek week = Assert.Single(sums.ToWeeks());
        Assert.Equal((3_002L, 9_007_199_254_740_991L), (week.Runs, week.MinutesSaved));
    }
}
