using System.Buffers;
using System.Security;
using Cronos;
using Reporting.Exports;

namespace Reporting.Schedules.Requests;

/// <summary>Checks a schedule's cron expression and time zone.</summary>
internal static class SlotTimes
{
    private const int LongestText = 200;
    private static readonly SearchValues<char> s_zoneLetters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_+-/");

    /// <summary>Both, cleaned; problems are added when they are none.</summary>
    public static (string Cron, string TimeZone) Check(ScheduleInput input, DateTimeOffset now, List<ExportProblem> problems)
    {
        string cron = string.Join(' ', (input.Cron ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        string name = input.TimeZone ?? "UTC";
        TimeZoneInfo? zone = FindZone(name);
        if (zone is null)
        {
            problems.Add(new("timeZone", "timeZone must be a name of the tz database, such as Europe/Berlin or UTC."));
        }

        CronExpression? expression = Parse(cron);
        if (expression is null)
        {
            problems.Add(new("cron", "cron must be five fields: minute, hour, day of the month, month, day of the week; such as 0 2 * * 1 for Mondays at 02:00."));
        }
        else if (expression.GetNextOccurrence(now.UtcDateTime, zone ?? TimeZoneInfo.Utc) is null)
        {
            problems.Add(new("cron", "cron names a time that never comes."));
        }

        return (cron, name);
    }

    // The short names (@daily) and fields drawn by lot (H) that the library can take are refused: a schedule says when it is due.
    private static CronExpression? Parse(string cron) =>
        cron.Length <= LongestText && cron.Count(letter => letter == ' ') == 4 && CronExpression.TryParse(cron, CronFormat.Standard, out CronExpression? expression)
            ? expression
            : null;

    private static TimeZoneInfo? FindZone(string name)
    {
        // The system looks a name up as a file below its own folder; what cannot be a name is not looked up.
        if (name.Length is 0 or > LongestText || name.AsSpan().ContainsAnyExcept(s_zoneLetters) || name[0] == '/')
        {
            return null;
        }

        try
        {
            return TimeZoneInfo.FindSystemTimeZoneById(name);
        }
        catch (Exception exception) when (exception is TimeZoneNotFoundException or InvalidTimeZoneException or SecurityException)
        {
            return null;
        }
    }
}
