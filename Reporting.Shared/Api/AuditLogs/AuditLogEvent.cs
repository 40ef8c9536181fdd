namespace Reporting.Api.AuditLogs;

/// <summary>An audit event as the API shows it: the record shape of docs/formats.md.</summary>
public sealed record AuditLogEvent
{
    /// <summary>Its id; an event that is seen again has the same.</summary>
    public required string Id { get; init; }

    /// <summary>When it was attempted.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Who: an e-mail address, a token's name, or the system's.</summary>
    public required string UserId { get; init; }

    /// <summary>What was acted on.</summary>
    public required string Target { get; init; }

    /// <summary>What was done.</summary>
    public required string Action { get; init; }

    /// <summary><c>Create</c>, <c>Read</c>, <c>Update</c> or <c>Delete</c>.</summary>
    public required string ActionType { get; init; }

    /// <summary>It in words.</summary>
    public required string Description { get; init; }

    /// <summary><c>Started</c>, <c>Success</c> or <c>Failed</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>Address that the request came from.</summary>
    public string? SourceAddress { get; init; }

    /// <summary>User agent of the request.</summary>
    public string? UserAgent { get; init; }

    /// <summary>The service's own events: issuer of the person's token.</summary>
    public string? Issuer { get; init; }

    /// <summary>The service's own events: what that issuer calls the person, and nobody else.</summary>
    public string? Subject { get; init; }

    /// <summary><c>service</c> for the service's own events, else the client that sent it; absent in events of versions that did not keep it.</summary>
    public string? Origin { get; init; }
}
