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
