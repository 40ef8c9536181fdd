using System.Security.Cryptography;

namespace Reporting.Schedules.Requests;

/// <summary>Applies a user's change to a schedule.</summary>
internal static class ScheduleChanges
{
    /// <summary>
    /// A new schedule. In the place of a deleted one it goes on with that one's chain, and past its slots; a delivery that was being written when it
    /// was deleted is still finished, because its manifest may stand there already.
    /// </summary>
    public static Schedule Create(string name, ScheduleDefinition definition, DateTimeOffset? since, string by, DateTimeOffset now, Schedule? deleted) => new()
    {
        Name = name,
        Definition = definition,
        Generation = RandomNumberGenerator.GetHexString(16, lowercase: true),
        CreatedBy = by,
        CreatedAt = now,
        UpdatedAt = now,
        SlotsAfter = Later(now, deleted?.SlotsAfter),
        WindowStart = since ?? now,
        HeadManifestSha256 = deleted?.HeadManifestSha256,
        Work = deleted?.Work is { Stage: not SlotStage.Exporting } work ? work : null,
        WriteId = deleted?.WriteId,
        ETag = deleted?.ETag ?? default,
    };

    /// <summary>
    /// A changed schedule. When it is resumed or its times change, slots count from now on: those of the pause, or of times that were not its own then, are not
    /// made up for, and need not be, because the next window begins where the last file ended.
    /// </summary>
    public static Schedule Change(Schedule schedule, ScheduleDefinition definition, DateTimeOffset? since, DateTimeOffset now)
    {
        ScheduleDefinition before = schedule.Definition;
        bool countsAnew = (before.IsPaused && !definition.IsPaused)
            || !string.Equals(before.Cron, definition.Cron, StringComparison.Ordinal) || !string.Equals(before.TimeZone, definition.TimeZone, StringComparison.Ordinal);
        return schedule with
        {
            Definition = definition,
            UpdatedAt = now,
            SlotsAfter = countsAnew ? Later(now, schedule.SlotsAfter) : schedule.SlotsAfter,
            WindowStart = since ?? schedule.WindowStart,
        };
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;
}
