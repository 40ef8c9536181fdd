namespace Reporting.Schedules;

/// <summary>
/// The slot that a schedule is dealing with. It is written into the schedule's row before anything is done, and holds all that the doing needs:
/// whoever does it, once or twice, does the same.
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
