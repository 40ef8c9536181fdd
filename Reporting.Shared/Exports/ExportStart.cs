namespace Reporting.Exports;

/// <summary>A call to start an export.</summary>
public sealed record ExportStart
{
    /// <summary>What is asked for.</summary>
    public required ExportInput Input { get; init; }

    /// <summary>Who asks: the subject's name in the audit log.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The issuer that vouches for <see cref="RequestedBy"/>, for the audit log; null for the service itself.</summary>
    public string? RequesterIssuer { get; init; }

    /// <summary>The issuer's name for the person, for the audit log.</summary>
    public string? RequesterSubject { get; init; }

    /// <summary>The time of the request, UTC: the end of the range when none is asked for, so that no export holds its own request. Now when null.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>The <c>Idempotency-Key</c>, or null.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>The job's id where it must be the same however often the start is tried (<see cref="Jobs.ExportIds.CreateFor"/>); null for a new one.</summary>
    public string? Id { get; init; }

    /// <summary>The schedule and slot it is made for (<see cref="Jobs.ExportSlot"/>), or null; scheduled exports are not counted against anybody's limit.</summary>
    public string? Schedule { get; init; }

    /// <summary>Lower-case hex SHA-256 of the schedule's manifest before, to chain this one to it, or null.</summary>
    public string? PreviousManifestSha256 { get; init; }
}
