using System.IO.Hashing;
using Azure;

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

    /// <summary>The result of the last slot, or null.</summary>
    public SlotResult? LastResult { get; init; }

    /// <summary>The row's version that was read.</summary>
    public ETag ETag { get; init; }

    /// <summary>The id of the write that made that version (<see cref="Storage.ConditionalWrites"/>).</summary>
    internal string? WriteId { get; init; }

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

/// <summary>Over which time the windows of a schedule run.</summary>
public enum ScheduleOver
{
    /// <summary>Each file holds the rows that changed since the file before; a row that changes again comes again.</summary>
    ChangedAt,

    /// <summary>Each file holds the rows of the events since the file before; what reaches the log later than that is in none.</summary>
    EventTime,
}

/// <summary>
/// The slot that a schedule is dealing with. It is written into the schedule's row before anything is done, and holds all that the doing needs:
/// doing it twice has the same effect as once, in any process.
/// </summary>
public sealed record SlotWork
{
    /// <summary>What is to be done.</summary>
    public required SlotStage Stage { get; init; }

    /// <summary>The instant at which the schedule was due.</summary>
    public required DateTimeOffset Slot { get; init; }

    /// <summary>Number of the export, from 1; 0 when there was none.</summary>
    public int Attempt { get; init; }

    /// <summary>When this was decided: the request's time of an export, the time of the audit event of a delivery.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>Start of the window, inclusive.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>End of the window, exclusive, as it is wanted; what the file's manifest says counts.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Over which time the window runs.</summary>
    public ScheduleOver Over { get; init; }

    /// <summary>Name of the report, whatever the schedule is changed to meanwhile.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Id of the export; empty when there was none.</summary>
    public string ExportId { get; init; } = "";

    /// <summary>Delivering: blob of the file in the container <c>scheduled</c>. Gap: the same without an extension, by which its manifest is named.</summary>
    public string File { get; init; } = "";

    /// <summary>Delivering: lower-case hex SHA-256 of the file's manifest.</summary>
    public string? ManifestSha256 { get; init; }

    /// <summary>Delivering: end of the window, exclusive, as the file's manifest has it.</summary>
    public DateTimeOffset? WindowEnd { get; init; }

    /// <summary>Delivering: rows of the file.</summary>
    public long Rows { get; init; }

    /// <summary>Gap: FAILED or SKIPPED.</summary>
    public SlotState Outcome { get; init; }

    /// <summary>Gap: why there is no file, in a sentence.</summary>
    public string Reason { get; init; } = "";
}

/// <summary>What is being done for a slot; the legal transitions stand in <c>Turns/SlotTransitions</c>.</summary>
public enum SlotStage
{
    /// <summary>Its export runs, or is to be started.</summary>
    Exporting,

    /// <summary>Its export has its file, which is to be delivered.</summary>
    Delivering,

    /// <summary>It will have no file, and a manifest that says so is to be delivered.</summary>
    Gap,
}

/// <summary>The result of a slot.</summary>
public enum SlotState
{
    /// <summary>Its file is delivered.</summary>
    Successful,

    /// <summary>Its export failed for good or was cancelled; a gap manifest says so.</summary>
    Failed,

    /// <summary>It was missed and too many later ones too; a gap manifest says so.</summary>
    Skipped,
}

/// <summary>The result of a slot, for people.</summary>
/// <param name="Slot">The slot, UTC.</param>
/// <param name="State">How it ended.</param>
/// <param name="Message">Why there is no file; empty when there is one.</param>
/// <param name="Rows">Rows of the file; null without one.</param>
/// <param name="ExportId">Id of its last export; null when there was none.</param>
/// <param name="File">Blob of the file in the container <c>scheduled</c>; null without one.</param>
public sealed record SlotResult(DateTimeOffset Slot, SlotState State, string Message, long? Rows, string? ExportId, string? File);
