namespace Reporting.Api.Exports;

/// <summary>An export job as the API shows it. What is not known, or was not asked for, is left out.</summary>
public sealed record ExportAnswer
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary><c>QUEUED IN_PROGRESS SUCCESSFUL FAILED CANCELED EXPIRED</c>.</summary>
    public required string State { get; init; }

    /// <summary>A sentence about the state; empty when there is nothing to say.</summary>
    public required string StateMessage { get; init; }

    /// <summary>How far it is.</summary>
    public required ExportProgressAnswer Progress { get; init; }

    /// <summary>A link to the file, when it is there; works until <see cref="UrlExpiresAt"/> without a token.</summary>
    public string? Url { get; init; }

    /// <summary>When the link ends.</summary>
    public DateTimeOffset? UrlExpiresAt { get; init; }

    /// <summary>Bytes of the file; 0 until known.</summary>
    public required long FileSize { get; init; }

    /// <summary>Rows of the file; 0 until known.</summary>
    public required long RowCount { get; init; }

    /// <summary>Name of the file.</summary>
    public string? FileName { get; init; }

    /// <summary>Lower-case hex SHA-256 of the file.</summary>
    public string? Sha256 { get; init; }

    /// <summary>First event time, inclusive.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>End of the event times, exclusive.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only rows changed since then.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Only rows changed before then.</summary>
    public DateTimeOffset? ChangedUntil { get; init; }

    /// <summary>The columns asked for.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The filters asked for.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Filters { get; init; }

    /// <summary>The oldest so many rows.</summary>
    public long? First { get; init; }

    /// <summary><c>gzip</c> or <c>none</c>.</summary>
    public required string Compression { get; init; }

    /// <summary>CSV: begins with a byte order mark.</summary>
    public bool? Bom { get; init; }

    /// <summary>CSV: text is made harmless for spreadsheets.</summary>
    public bool? SpreadsheetSafe { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>The schedule and slot it was made for.</summary>
    public string? Schedule { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the work began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When the file is deleted.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
