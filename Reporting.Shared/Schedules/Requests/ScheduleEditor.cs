using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Reporting.Exports;
using Reporting.Exports.Requests;
using Reporting.Schedules.Store;

namespace Reporting.Schedules.Requests;

/// <summary>Makes, changes and deletes schedules. The caller decides who may, and audits it.</summary>
public sealed class ScheduleEditor(ScheduleStore store, ScheduleValidator validator, IOptions<SchedulesOptions> options, TimeProvider time)
{
    /// <summary>Makes the schedule of this name, or changes it; what is wrong with the input is told, not thrown.</summary>
    /// <param name="name">A valid name (<see cref="ScheduleNames.IsValid"/>).</param>
    /// <param name="input">What is wanted.</param>
    /// <param name="by">Who wants it.</param>
    /// <param name="condition">Whether the schedule as it is (null: there is none) may be changed.</param>
    /// <param name="cancellationToken">Gives up; whether it was changed is then unknown.</param>
    public async Task<SchedulePutResult> PutAsync(string name, ScheduleInput input, string by, Func<Schedule?, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(condition);
        DateTimeOffset now = ExportTime.Truncate(time.GetUtcNow());
        ScheduleValidation validation = validator.Validate(input, now);
        if (validation.Definition is not { } definition)
        {
            return new(SchedulePutOutcome.Invalid, null, validation.Problems);
        }

        DateTimeOffset? since = ExportTime.Ceiling(input.Since);
        while (true)
        {
            Schedule? stored = await store.FindAsync(name, cancellationToken);
            Schedule? current = stored is { IsDeleted: false } ? stored : null;
            if (!condition(current))
            {
                return new(SchedulePutOutcome.PreconditionFailed, null, []);
            }

            // Two that are made at the same moment may both be let in; the limit is for what piles up.
            if (current is null && (await store.ListActiveAsync(cancellationToken)).Count >= options.Value.MaxSchedules)
            {
                return new(SchedulePutOutcome.TooMany, null, []);
            }

            Schedule next = current is null
                ? ScheduleChanges.Create(name, definition, since, by, now, stored)
                : ScheduleChanges.Change(current, definition, since, now);
            if (await (stored is null ? store.AddAsync(next, cancellationToken) : store.ReplaceAsync(next, cancellationToken)))
            {
                return new(current is null ? SchedulePutOutcome.Created : SchedulePutOutcome.Changed, next, []);
            }
        }
    }

    /// <summary>Deletes a schedule: no slot is due any more, and an export that runs for it is cancelled at the next look. What it delivered stays.</summary>
    /// <inheritdoc cref="PutAsync" path="/param"/>
    public async Task<ScheduleDeleteOutcome> DeleteAsync(string name, Func<Schedule?, bool> condition, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(condition);
        while (true)
        {
            if (await store.FindActiveAsync(name, cancellationToken) is not { } schedule)
            {
                return ScheduleDeleteOutcome.NotFound;
            }

            if (!condition(schedule))
            {
                return ScheduleDeleteOutcome.PreconditionFailed;
            }

            if (await store.ReplaceAsync(schedule with { IsDeleted = true, UpdatedAt = ExportTime.Truncate(time.GetUtcNow()) }, cancellationToken))
            {
                return ScheduleDeleteOutcome.Deleted;
            }
        }
    }
}

/// <summary>The outcome of a call to make or change a schedule.</summary>
public enum SchedulePutOutcome
{
    /// <summary>It was made.</summary>
    Created,

    /// <summary>It was there and is changed.</summary>
    Changed,

    /// <summary>Something is wrong with what was asked; see the problems.</summary>
    Invalid,

    /// <summary>It is not as the caller required; nothing was changed.</summary>
    PreconditionFailed,

    /// <summary>There are as many schedules as may be; nothing was made.</summary>
    TooMany,
}

/// <summary>The answer to a call to make or change a schedule.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Schedule">The schedule as it is now; null when nothing was done.</param>
/// <param name="Problems">What is wrong with what was asked.</param>
public sealed record SchedulePutResult(SchedulePutOutcome Outcome, Schedule? Schedule, IReadOnlyList<ExportProblem> Problems);

/// <summary>The outcome of a call to delete a schedule.</summary>
public enum ScheduleDeleteOutcome
{
    /// <summary>It is deleted; what it delivered stays.</summary>
    Deleted,

    /// <summary>There is no such schedule.</summary>
    NotFound,

    /// <summary>It is not as the caller required; nothing was changed.</summary>
    PreconditionFailed,
}

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
