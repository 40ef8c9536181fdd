namespace Reporting.Tests.Schedules.Slots;

/// <summary>A cron expression, and what it means in words that need no library.</summary>
/// <param name="Cron">The expression.</param>
/// <param name="IsInterval">Whether it goes on evenly where clocks show a time twice.</param>
/// <param name="Matches">Whether it is due at a local hour and minute.</param>
internal sealed record CronRule(string Cron, bool IsInterval, Func<int, int, bool> Matches)
{
    public static CronRule[] All { get; } =
    [
        new("30 2 * * *", false, (hour, minute) => hour == 2 && minute == 30),
        new("0 0 * * *", false, (hour, minute) => hour == 0 && minute == 0),
        new("15,45 0,1,2,23 * * *", false, (hour, minute) => hour is 0 or 1 or 2 or 23 && minute is 15 or 45),
        new("*/15 * * * *", true, (_, minute) => minute % 15 == 0),
        new("40 * * * *", true, (_, minute) => minute == 40),
        new("20 1-3 * * *", true, (hour, minute) => hour is >= 1 and <= 3 && minute == 20),
    ];
}
