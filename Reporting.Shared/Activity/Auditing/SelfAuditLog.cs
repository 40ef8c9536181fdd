using Microsoft.Extensions.Logging;

namespace Reporting.Activity.Auditing;

internal static partial class SelfAuditLog
{
    [LoggerMessage(4101, LogLevel.Error, "The outcome of {Action} could not be written to the audit log; event {Id} stays as Started.")]
    public static partial void OutcomeNotWritten(this ILogger<SelfAudit> logger, string action, string id, Exception exception);

    [LoggerMessage(4102, LogLevel.Warning, "Refused requests could not be written to the audit log; it is tried again.")]
    public static partial void RefusalsNotWritten(this ILogger<RefusalAudit> logger, Exception exception);

    [LoggerMessage(4103, LogLevel.Error, "Another event stands in the audit log where event {Id} of {Action} belongs; it is written as event {OtherId}.")]
    public static partial void OtherEventStored(this ILogger<ServiceEvents> logger, string id, string action, string otherId);
}
