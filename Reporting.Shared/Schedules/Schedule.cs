using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;
using Azure;
using Reporting.Schedules.Slots;

namespace Reporting.Schedules;

/// <summary>A recurring export as its row in the table <c>schedules</c> holds it. All times are UTC, in whole milliseconds.</summary>
public sealed record Schedule
{
    /// <summary><c>[a-z0-9][a-z0-9-]{0,62}</c>; also the folder of its deliveries.</summary>
    public required string Name { get; init; }

    /// <summary>What is wanted.</summary>
    public required ScheduleDefinition Definition { get; init; }

    /// <summary>16 hex digits drawn when it was made: tells it from an earlier schedule of its name.</summary>
    public required string Generation { get; init; }

    /// <summary>True once it is deleted. The row stays, with the head of the chain, for a schedule that is made under the name again.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its definition was changed last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>Slots up to and including this instant are dealt with; it never goes back.</summary>
    public required DateTimeOffset SlotsAfter { get; init; }

    /// <summary>Up to where rows are delivered: the next window begins there. Only a delivered file moves it.</summary>
    public required DateTimeOffset WindowStart { get; init; }

    /// <summary>Lower-case hex SHA-256 of the newest manifest that was delivered under the name; null before the first.</summary>
    public string? HeadManifestSha256 { get; init; }

    /// <summary>The slot that is being dealt with, or null.</summary>
    public SlotWork? Work { get; init; }

    /// <summary>What became of the last slot, or null.</summary>
    public SlotResult? LastResult { get; init; }

    /// <summary>The row's version that was read.</summary>
    public ETag ETag { get; init; }

    /// <summary>The id of the write that made that version (<see cref="Storage.ConditionalWrites"/>).</summary>
    internal string? WriteId { get; init; }

    /// <summary>The next slot after <paramref name="now"/> that is still to be dealt with; null when it is paused, or when this machine no longer knows its zone.</summary>
    public DateTimeOffset? FindNextSlot(DateTimeOffset now)
    {
        try
        {
            return IsDeleted || Definition.IsPaused ? null : SlotCalendar.Of(Definition).After(now > SlotsAfter ? now : SlotsAfter);
        }
        catch (TimeZoneNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Version of what people set, 16 hex digits: changes with every change of the definition, not with what its slots do.</summary>
    public string Version
    {
        get
        {
            byte[] definition = JsonSerializer.SerializeToUtf8Bytes(Definition, SchedulesJson.Default.ScheduleDefinition);
            ulong hash = XxHash64.HashToUInt64(definition, seed: UpdatedAt.UtcTicks) ^ XxHash64.HashToUInt64(System.Text.Encoding.ASCII.GetBytes(Generation));
            return hash.ToString("x16", CultureInfo.InvariantCulture);
        }
    }
}
