namespace Reporting.Activity.Records;

/// <summary>One attempted action. Written as <see cref="AuditOutcome.Started"/> before the work and again, under the same id and timestamp, with the outcome.</summary>
public sealed record AuditEvent
{
    /// <summary><c>[A-Za-z0-9._:-]</c>, 1 to 40 characters.</summary>
    public required string Id { get; init; }

    /// <summary>When it was attempted; kept to the millisecond, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Who: an e-mail address, a token's name, or <c>Moderne</c> for the system.</summary>
    public required string UserId { get; init; }

    /// <summary>What was acted on, such as <c>access.tokens</c>.</summary>
    public required string Target { get; init; }

    /// <summary>What was done, such as <c>create.token</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The kind of action.</summary>
    public required AuditActionType ActionType { get; init; }

    /// <summary>A sentence for people.</summary>
    public required string Description { get; init; }

    /// <summary>How it ended.</summary>
    public required AuditOutcome Outcome { get; init; }

    /// <summary>The caller's address.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>The caller's program.</summary>
    public string? UserAgent { get; init; }

    /// <summary>Own events: the issuer that vouches for <see cref="UserId"/>.</summary>
    public string? Issuer { get; init; }

    /// <summary>Own events: the issuer's name for the person.</summary>
    public string? Subject { get; init; }

    /// <summary>Where the event comes from: <c>service</c> for the service's own, else the client that sent it. Null in rows of versions that did not keep it.</summary>
    public string? Origin { get; init; }
}

/// <summary>What kind of action was attempted; stored under these names.</summary>
public enum AuditActionType
{
    /// <summary>Something was made.</summary>
    Create,

    /// <summary>Something was read.</summary>
    Read,

    /// <summary>Something was changed.</summary>
    Update,

    /// <summary>Something was deleted.</summary>
    Delete,
}

/// <summary>How an action ended; stored under these names.</summary>
public enum AuditOutcome
{
    /// <summary>Written before the work; a later write under the same id and timestamp holds the outcome.</summary>
    Started,

    /// <summary>It was done.</summary>
    Success,

    /// <summary>It was refused or went wrong.</summary>
    Failed,
}
