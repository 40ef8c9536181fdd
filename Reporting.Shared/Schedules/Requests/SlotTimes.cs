using Cronos;
using Reporting.Exports.Requests;
using Reporting.Schedules.Slots;

namespace Reporting.Schedules.Requests;

/// <summary>Checks a schedule's cron expression and time zone.</summary>
internal static class SlotTimes
{
    private const int MaxLength = 200;
    private const string Names = "minute, hour, day of the month, month, day of the week";

    /// <summary>The fields in order, and what each takes (Cronos, standard format).</summary>
    private static readonly (string Name, string Takes)[] s_fields =
    [
        ("minute", "0 to 59"),
        ("hour", "0 to 23"),
        ("day of the month", "1 to 31, L for the last day, and W for the nearest weekday, such as 15W"),
        ("month", "1 to 12, or JAN to DEC"),
        ("day of the week", "0 to 7 (0 and 7 are Sunday), or SUN to SAT; with L for the last of the month, such as FRIL, or # for which one, such as MON#2"),
    ];

    /// <summary>Both, cleaned; problems are added when they are none.</summary>
    public static (string Cron, string TimeZone) Check(ScheduleInput input, DateTimeOffset now, List<ExportProblem> problems)
    {
        string name = input.TimeZone ?? "UTC";
        if (!ZoneClock.IsKnown(name))
        {
            problems.Add(new("timeZone", "timeZone must be a name of the tz database, in its spelling, such as Europe/Berlin or UTC."));
        }

        string cron = string.Join(' ', (input.Cron ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (FindFault(cron, now) is { } fault)
        {
            problems.Add(new("cron", fault));
        }

        return (cron, name);
    }

    private static string? FindFault(string cron, DateTimeOffset now)
    {
        if (cron.Length is 0 or > MaxLength)
        {
            return cron.Length == 0
                ? $"cron is missing: it takes five fields ({Names}), such as 0 2 * * 1 for Mondays at 02:00."
                : string.Create(CultureInfo.InvariantCulture, $"cron has {cron.Length} characters; it takes up to {MaxLength}.");
        }

        string[] fields = cron.Split(' ');
        if (fields.Length != s_fields.Length)
        {
            string hint = cron[0] == '@' ? " Short names such as @daily are not taken: a schedule says when it is due." : fields.Length == s_fields.Length + 1 ? " A field for seconds or years is not taken." : "";
            return string.Create(CultureInfo.InvariantCulture, $"cron has {fields.Length} fields; it takes five: {Names}.{hint}");
        }

        for (int index = 0; index < fields.Length; index++)
        {
            // Each on its own, because the library does not say which one it cannot read.
            string[] alone = ["*", "*", "*", "*", "*"];
            alone[index] = fields[index];
            if (Parse(alone) is null)
            {
                return $"cron's {s_fields[index].Name} cannot be {fields[index]}; it takes {s_fields[index].Takes}; also *, lists (1,3), ranges (1-5) and steps (*/2).";
            }
        }

        return Parse(fields) switch
        {
            null => $"cron cannot be read; it takes five fields: {Names}.",
            { } expression when expression.GetNextOccurrence(now.UtcDateTime) is null => $"cron names a time that never comes: there is no day of the month {fields[2]} in month {fields[3]} that is a day of the week {fields[4]}.",
            _ => null,
        };
    }

    private static CronExpression? Parse(string[] fields) =>
        CronExpression.TryParse(string.Join(' ', fields), CronFormat.Standard, out CronExpression? expression) ? expression : null;
}
