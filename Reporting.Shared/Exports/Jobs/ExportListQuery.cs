namespace Reporting.Exports.Jobs;

/// <summary>Which jobs to list. All given conditions must hold.</summary>
public sealed record ExportListQuery
{
    /// <summary>Only jobs in one of these states; empty for all.</summary>
    public IReadOnlyList<ExportState> States { get; init; } = [];

    /// <summary>Only exports of this report.</summary>
    public string? Report { get; init; }

    /// <summary>Only jobs asked for by this person.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>Only jobs of this engine.</summary>
    public string? Engine { get; init; }

    /// <summary>Only jobs asked for before then (exclusive, UTC).</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only jobs asked for at or after then (inclusive, UTC).</summary>
    public DateTimeOffset? CreatedSince { get; init; }

    /// <summary>Only jobs whose file's retention ends before then (exclusive, UTC).</summary>
    public DateTimeOffset? ExpiresBefore { get; init; }

    /// <summary>Only jobs whose file is being deleted.</summary>
    public bool DeletionPending { get; init; }

    /// <summary>Jobs a page, 1 to 1,000.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Where the page before ended, or null for the first one.</summary>
    public string? ContinuationToken { get; init; }
}
