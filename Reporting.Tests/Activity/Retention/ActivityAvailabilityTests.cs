using Reporting.Activity;
using Reporting.Activity.Retention;

namespace Reporting.Tests.Activity.Retention;

public sealed class ActivityAvailabilityTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("2026-03-01T00:59:59Z", "2026-01-29T00:00:00Z")] // An hour is left to clocks that differ.
    [InlineData("2026-03-01T01:00:00Z", "2026-01-30T00:00:00Z")]
    [InlineData("2026-03-02T00:59:59+01:00", "2026-01-30T00:00:00Z")]
    public void What_may_be_deleted_ends_with_a_day_and_stays_behind_what_is_available(string now, string before)
    {
        var options = new ActivityOptions { RetentionDays = 30 };
        DateTimeOffset time = DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(DateTimeOffset.Parse(before, System.Globalization.CultureInfo.InvariantCulture), options.DeletedBefore(time));
        Assert.True(options.AvailableFrom(time) >= options.DeletedBefore(time)!.Value.AddHours(1));
        Assert.Null(new ActivityOptions().DeletedBefore(time));
    }

    [Fact]
    public async Task What_was_deleted_is_not_said_to_be_there_when_the_setting_is_raised_or_taken_away()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        ActivityAvailability availability = log.Rig.Get<ActivityAvailability>();
        DateTimeOffset now = log.Time.GetUtcNow();
        await log.RunAsync();
        Assert.Equal(now.AddDays(-30), await availability.GetAsync(now, Token));

        foreach (int days in new[] { 0, 365 })
        {
            log.Options.RetentionDays = days;
            Assert.Equal(AgedLog.Before, await availability.GetAsync(now, Token));
        }
    }

    [Fact]
    public async Task The_mark_never_goes_back()
    {
        await using AgedLog log = await AgedLog.CreateAsync(azurite.NewAccount());
        await log.RunAsync();
        log.Options.RetentionDays = 365;
        await log.RunAsync();
        log.Options.RetentionDays = 0;

        Assert.Equal(AgedLog.Before, await log.Rig.Get<ActivityAvailability>().GetAsync(log.Time.GetUtcNow(), Token));
    }
}
