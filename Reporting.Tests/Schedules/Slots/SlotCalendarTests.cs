using NodaTime;
using Reporting.Schedules;
using Reporting.Schedules.Slots;

namespace Reporting.Tests.Schedules.Slots;

public sealed class SlotCalendarTests
{
    [Theory]
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")] // Skipped: right behind the skip.
    [InlineData("Europe/Berlin", "30 2 * * *", "2026-10-24T12:00Z", "2026-10-25T00:30Z", "2026-10-26T01:30Z")] // Twice: the first.
    [InlineData("Europe/Berlin", "30 * * * *", "2026-10-24T23:45Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z")] // Twice: an interval, both.
    [InlineData("Australia/Lord_Howe", "15 2 * * *", "2026-10-03T00:00Z", "2026-10-03T15:30Z", "2026-10-04T15:15Z")] // Half an hour skipped.
    [InlineData("Australia/Lord_Howe", "45 1 * * *", "2026-04-04T00:00Z", "2026-04-04T14:45Z", "2026-04-05T15:15Z")] // Half an hour twice.
    [InlineData("Pacific/Apia", "0 9 * * *", "2011-12-29T00:00Z", "2011-12-29T19:00Z", "2011-12-30T10:00Z", "2011-12-30T19:00Z")] // The 30th did not happen.
    [InlineData("Antarctica/Troll", "0 2 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:00Z")] // Two hours skipped.
    [InlineData("Atlantic/Azores", "30 0 * * *", "2026-03-28T12:00Z", "2026-03-29T01:00Z", "2026-03-30T00:30Z")]
    [InlineData("America/New_York", "0 2 * * 1", "2026-03-03T00:00Z", "2026-03-09T06:00Z", "2026-03-16T06:00Z")]
    [InlineData("UTC", "0 0 29 2 *", "2026-03-01T00:00Z", "2028-02-29T00:00Z", "2032-02-29T00:00Z")]
    public void Slots_are_due_by_the_zone_s_clocks(string zone, string cron, string after, params string[] expected)
    {
        SlotCalendar calendar = Calendar(zone, cron);

        DateTimeOffset at = Time(after);
        foreach (string slot in expected)
        {
            Assert.Equal(Time(slot), calendar.After(at));
            at = Time(slot);
        }
    }

    [Theory]
    [InlineData("Pacific/Apia", "2011-12-30T10:00Z")] // A day skipped.
    [InlineData("Pacific/Kwajalein", "1993-08-21T12:00Z")] // The same, to the other side of the date line.
    [InlineData("Africa/Casablanca", "2024-03-10T02:00Z")] // Set back for Ramadan.
    [InlineData("America/Caracas", "2016-05-01T07:00Z")] // Half an hour, for good.
    [InlineData("Asia/Pyongyang", "2018-05-04T15:00Z")]
    [InlineData("Europe/Volgograd", "2020-12-26T23:00Z")]
    [InlineData("America/Nuuk", "2023-03-26T01:00Z")]
    public void Changes_of_a_zone_s_own_time_are_like_any_other(string zone, string around)
    {
        DateTimeZone found = DateTimeZoneProviders.Tzdb[zone];
        DateTimeOffset change = Assert.Single(ClockChanges.Of(found, Time(around).AddHours(-30), Time(around).AddHours(30)));
        foreach (CronRule rule in CronRule.All)
        {
            Assert.Equal(ClockChanges.Expected(found, rule, change.AddHours(-30), change.AddHours(30)), Calendar(zone, rule.Cron).Between(change.AddHours(-30), change.AddHours(30)).Take(1000));
        }
    }

    [Fact]
    public void Where_clocks_do_not_change_oddly_the_slots_are_the_library_s()
    {
        DateTimeOffset from = Time("2026-01-01T00:00Z");
        foreach (string zone in (string[])["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"])
        {
            foreach (string cron in (string[])["*/10 * * * *", "30 2 * * *", "0 0 L * *", "15 6 * * MON-FRI", "0 12 1W * *", "0 3 * * 1#2", "0 22-2 * 11 *"])
            {
                IEnumerable<DateTimeOffset> library = Cronos.CronExpression.Parse(cron).GetOccurrences(from, from.AddYears(1), TimeZoneInfo.FindSystemTimeZoneById(zone), fromInclusive: false, toInclusive: true);
                Assert.Equal(library.Select(slot => slot.ToUniversalTime()), Calendar(zone, cron).Between(from, from.AddYears(1)));
            }
        }
    }

    [Fact]
    public void In_every_zone_of_the_tz_database_no_slot_is_lost_or_doubled_where_clocks_change()
    {
        DateTimeOffset from = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var wrong = new List<string>();
        int changes = 0;
        foreach (DateTimeZone zone in DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id]))
        {
            foreach (DateTimeOffset change in ClockChanges.Of(zone, from, from.AddYears(2)))
            {
                changes++;
                foreach (CronRule rule in CronRule.All)
                {
                    DateTimeOffset since = change.AddHours(-30);
                    DateTimeOffset[] slots = [.. Calendar(zone.Id, rule.Cron).Between(since, change.AddHours(30)).Take(1000)];
                    List<DateTimeOffset> expected = ClockChanges.Expected(zone, rule, since, change.AddHours(30));
                    if (!slots.SequenceEqual(expected))
                    {
                        wrong.Add($"{zone.Id} {rule.Cron} around {change:u}: {Text(slots)}, not {Text(expected)}");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(40)));
        Assert.True(changes > 300, "The search finds the changes of clocks.");

        static string Text(IEnumerable<DateTimeOffset> slots) => string.Join(' ', slots.Select(slot => slot.ToString("dd'T'HH:mm", CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Slots_between_two_times_are_those_found_one_by_one()
    {
        SlotCalendar calendar = Calendar("Europe/Berlin", "*/7 * * * *");
        DateTimeOffset from = Time("2026-10-24T22:00Z");

        List<DateTimeOffset> all = [.. calendar.Between(from, from.AddHours(8))];

        Assert.True(all.Zip(all.Skip(1)).All(pair => pair.First < pair.Second));
        Assert.Equal(all, all.SelectMany((slot, index) => calendar.Between(index == 0 ? from : all[index - 1], slot)));
        Assert.Empty(calendar.Between(from, from));
        Assert.Equal([all[0]], calendar.Between(from, all[0]));
    }

    private static SlotCalendar Calendar(string zone, string cron) =>
        SlotCalendar.Of(new ScheduleDefinition { Report = "usage", Format = "CSV", Cron = cron, TimeZone = zone, LagMinutes = 5 });

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
