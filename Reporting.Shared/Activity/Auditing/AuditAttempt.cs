using Reporting.Activity.Records;
using Reporting.Activity.Writing;

namespace Reporting.Activity.Auditing;

/// <summary>Something that has been written as started and waits for its outcome.</summary>
public sealed class AuditAttempt
{
    private readonly SelfAudit _audit;
    private readonly AuditEvent _started;
    private readonly WrittenRow? _row;

    internal AuditAttempt(SelfAudit audit, ServiceEvent started) => (_audit, _started, _row) = (audit, started.Event, started.Row);

    /// <summary>The event's time.</summary>
    public DateTimeOffset Timestamp => _started.Timestamp;

    /// <summary>Writes that it was done.</summary>
    public Task SucceedAsync(string description) => EndAsync(AuditOutcome.Success, description);

    /// <summary>Writes that it was refused or went wrong.</summary>
    public Task FailAsync(string description) => EndAsync(AuditOutcome.Failed, description);

    /// <summary>Does the work; should it throw, that is written as its outcome.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (Exception)
        {
            await FailAsync(_started.Description + ": it did not come to its end.");
            throw;
        }
    }

    private Task EndAsync(AuditOutcome outcome, string description) => _audit.EndAsync(_started with { Outcome = outcome, Description = description }, _row);
}

/// <summary>Who did something, for the audit log.</summary>
/// <param name="UserId">The person's name, or <see cref="System"/>.</param>
/// <param name="SourceAddress">Address that the request came from, or null.</param>
/// <param name="UserAgent">The caller's program, or null.</param>
public sealed record AuditActor(string UserId, string? SourceAddress, string? UserAgent)
{
    /// <summary>Who vouches for the name: the token's <c>iss</c>, or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>The person's unique name at the issuer (RFC 7519 section 4.1.2): the token's <c>sub</c>, or null.</summary>
    public string? Subject { get; init; }

    /// <summary>What the service does by itself.</summary>
    public static AuditActor System { get; } = new("Moderne", null, null);
}

/// <summary>Something could not be written to the audit log before it was done, so it was not done.</summary>
public sealed class AuditUnavailableException(Exception cause) : Exception("The audit log cannot be written at the moment, so nothing was done.", cause);
