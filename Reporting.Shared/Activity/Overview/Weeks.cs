namespace Reporting.Activity.Overview;

/// <summary>Weeks from Monday to Sunday, UTC.</summary>
internal static class Weeks
{
    public static readonly TimeSpan Length = TimeSpan.FromDays(7);

    /// <summary>The Monday of a time's week: the 22nd of November 2026, a Sunday, gives the 16th.</summary>
    public static DateOnly MondayOf(DateTimeOffset time)
    {
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
    }

    /// <summary>The instant at which a day begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}
