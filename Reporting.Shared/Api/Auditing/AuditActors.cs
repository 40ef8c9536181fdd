using System.Net;
using Microsoft.AspNetCore.Http;
using Reporting.Access;
using Reporting.Activity.Auditing;

namespace Reporting.Api.Auditing;

/// <summary>Says for the audit log who sends a request.</summary>
internal static class AuditActors
{
    private const int MaxUserAgent = 512;

    /// <summary>The verified caller, from where, with what.</summary>
    public static AuditActor GetActor(this HttpContext context) => Of(context, context.GetCaller());

    /// <summary>The same of a request that is refused: the caller is not known, or known and not allowed.</summary>
    public static AuditActor GetRefusedActor(this HttpContext context, Caller? caller) => Of(context, caller);

    private static AuditActor Of(HttpContext context, Caller? caller)
    {
        string agent = context.Request.Headers.UserAgent.ToString();
        string? program = agent.Length == 0 ? null : agent.Length <= MaxUserAgent ? agent : agent[..MaxUserAgent];
        return new AuditActor(caller?.Name ?? ServiceNames.Anonymous, AddressOf(context.Connection.RemoteIpAddress), program) { Issuer = caller?.Issuer, Subject = caller?.Subject };
    }

    private static string? AddressOf(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
}

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
