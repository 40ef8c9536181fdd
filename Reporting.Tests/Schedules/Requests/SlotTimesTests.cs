using Reporting.Exports.Requests;
using Reporting.Schedules.Requests;

namespace Reporting.Tests.Schedules.Requests;

public sealed class SlotTimesTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("60 * * * *", "minute", "60", "0 to 59")]
    [InlineData("*/90 * * * *", "minute", "*/90", "0 to 59")]
    [InlineData("5-70 * * * *", "minute", "5-70", "0 to 59")]
    [InlineData("1,2,x * * * *", "minute", "1,2,x", "0 to 59")]
    [InlineData("-1 * * * *", "minute", "-1", "0 to 59")]
    [InlineData("H * * * *", "minute", "H", "0 to 59")]
    [InlineData("0 24 * * *", "hour", "24", "0 to 23")]
    [InlineData("0 */25 * * *", "hour", "*/25", "0 to 23")]
    [InlineData("0 9am * * *", "hour", "9am", "0 to 23")]
    [InlineData("0 0 0 * *", "day of the month", "0", "1 to 31")]
    [InlineData("0 0 32 * *", "day of the month", "32", "1 to 31")]
    [InlineData("0 0 1 0 *", "month", "0", "1 to 12")]
    [InlineData("0 0 1 13 *", "month", "13", "1 to 12")]
    [InlineData("0 0 1 JANUARY *", "month", "JANUARY", "JAN to DEC")]
    [InlineData("0 0 * * 8", "day of the week", "8", "0 to 7")]
    [InlineData("0 0 * * Mo", "day of the week", "Mo", "SUN to SAT")]
    [InlineData("0 0 * * MON#6", "day of the week", "MON#6", "SUN to SAT")]
    [InlineData("61 25 * * *", "minute", "61", "0 to 59")]
    public void A_field_that_cannot_be_is_named_with_its_text_and_what_it_takes(string cron, string field, string text, string takes)
    {
        string message = Assert.Single(Problems(cron)).Message;
        Assert.StartsWith($"cron's {field} cannot be {text}; it takes ", message, StringComparison.Ordinal);
        Assert.Contains(takes, message, StringComparison.Ordinal);
        Assert.DoesNotContain("five fields", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "cron is missing")]
    [InlineData(" \t ", "cron is missing")]
    [InlineData("0 2 * *", "cron has 4 fields; it takes five: minute, hour, day of the month, month, day of the week.")]
    [InlineData("0 0 2 * * *", "A field for seconds or years is not taken.")]
    [InlineData("@daily", "Short names such as @daily are not taken")]
    [InlineData("0 0 30 2 *", "cron names a time that never comes: there is no day of the month 30 in month 2")]
    [InlineData("0 0 31 4,6,9,11 *", "cron names a time that never comes")]
    public void What_is_wrong_with_the_whole_is_told(string? cron, string says) => Assert.Contains(says, Assert.Single(Problems(cron)).Message, StringComparison.Ordinal);

    [Fact]
    public void An_expression_that_is_too_long_is_told_its_length()
    {
        string cron = string.Join(',', Enumerable.Repeat("10", 100)) + " * * * *";
        Assert.Contains($"cron has {cron.Length} characters; it takes up to 200.", Assert.Single(Problems(cron)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0 2 * * 1")]
    [InlineData("  0   2\t* *  1 ")]
    [InlineData("*/15 0-6,22 1W JAN,jul MON-FRI")]
    [InlineData("0 0 L * *")]
    [InlineData("0 0 ? * FRIL")]
    [InlineData("0 0 29 2 *")]
    [InlineData("59 23 31 12 7")]
    [InlineData("0 3 * * 1#2")]
    public void What_the_format_takes_is_taken(string cron) => Assert.Empty(Problems(cron));

    [Theory]
    [InlineData("localtime")]
    [InlineData("posixrules")]
    [InlineData("Factory")]
    [InlineData("right/Europe/Berlin")]
    [InlineData("posix/Europe/Berlin")]
    [InlineData("posix/UTC")]
    [InlineData("europe/berlin")]
    [InlineData("EUROPE/BERLIN")]
    [InlineData("utc")]
    [InlineData("Europe/berlin")]
    [InlineData("Europe")]
    [InlineData("Europe/")]
    [InlineData("/Europe/Berlin")]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin")]
    [InlineData("./Europe/Berlin")]
    [InlineData("Europe/../Europe/Berlin")]
    [InlineData("Europe//Berlin")]
    [InlineData("Europe\\Berlin")]
    [InlineData(" Europe/Berlin")]
    [InlineData("Europe/Berlin ")]
    [InlineData("Europe/Berlin\n")]
    [InlineData("Europe/Berlin\0")]
    [InlineData("tzdata.zi")]
    [InlineData("zone1970.tab")]
    [InlineData("leapseconds")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("CEST")]
    [InlineData("UTC+1")]
    [InlineData("UTC0")]
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3")]
    [InlineData("+01:00")]
    [InlineData("Local")]
    [InlineData("")]
    public void A_time_zone_that_is_no_name_of_the_tz_database_is_refused_also_when_this_machine_has_a_file_of_that_name(string zone)
    {
        ExportProblem problem = Assert.Single(Problems("0 2 * * *", zone));
        Assert.Equal("timeZone", problem.Field);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("UTC")]
    [InlineData("Etc/UTC")]
    [InlineData("Etc/GMT+5")]
    [InlineData("GMT")]
    [InlineData("Europe/Berlin")]
    [InlineData("Europe/Kyiv")]
    [InlineData("Europe/Kiev")] // Links of earlier names are names, too.
    [InlineData("US/Pacific")]
    [InlineData("Asia/Calcutta")]
    [InlineData("America/Argentina/ComodRivadavia")]
    [InlineData("EST5EDT")]
    [InlineData("Zulu")]
    public void A_name_of_the_tz_database_is_taken(string? zone) => Assert.Empty(Problems("0 2 * * *", zone));

    private static List<ExportProblem> Problems(string? cron, string? zone = null)
    {
        var problems = new List<ExportProblem>();
        SlotTimes.Check(new Reporting.Schedules.Requests.ScheduleInput { Cron = cron, TimeZone = zone }, Now, problems);
        return problems;
    }
}
