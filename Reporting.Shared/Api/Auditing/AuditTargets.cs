using Reporting.Activity.Auditing;

namespace Reporting.Api.Auditing;

/// <summary>Says what a route is about, in the audit log's words.</summary>
internal static class AuditTargets
{
    /// <summary>The target of a request to <paramref name="route"/>: <c>exports/{id}</c> gives <c>exports</c>.</summary>
    public static string Of(string route) => route.Split('/')[0] switch
    {
        "audit-logs" => AuditedAction.AuditLogs,
        "exports" => AuditedAction.Exports,
        "schedules" => AuditedAction.Schedules,
        string other => "reporting." + other,
    };
}
