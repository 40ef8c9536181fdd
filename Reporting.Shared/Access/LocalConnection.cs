using System.Net;
using Microsoft.AspNetCore.Http;

namespace Reporting.Access;

/// <summary>
/// Whether a request came over a connection within this machine. The Host header says nothing about that: the sender writes it. Both ends of
/// the connection must be loopback addresses, and no proxy may say that it passed the request on from elsewhere.
/// </summary>
public static class LocalConnection
{
    // RFC 7239 and the names that were usual before; X-Original-* is where the framework keeps what it has overwritten by them. The host of a
    // function app passes every request on to its worker, with these headers, so they are looked into and not just refused.
    private static readonly string[] s_forwarding = ["X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "X-Original-For", "X-Original-Host"];

    /// <summary>True when nothing says that the request is from another machine.</summary>
    public static bool Carries(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        IHeaderDictionary headers = context.Request.Headers;
        return IsLoopback(context.Connection.RemoteIpAddress)
            && IsLoopback(context.Connection.LocalIpAddress)
            && !headers.ContainsKey("Forwarded")
            && s_forwarding.All(name => headers.GetCommaSeparatedValues(name).All(IsLocalName));
    }

    /// <summary>Whether an address leads to this machine only.</summary>
    public static bool IsLoopback(IPAddress? address) =>
        address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>Whether a host, with or without a port, is <c>localhost</c> or a loopback address.</summary>
    public static bool IsLocalName(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        string name = IPAddress.TryParse(host, out _) ? host : new HostString(host).Host;
        return string.Equals(name, "localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out IPAddress? address) && IsLoopback(address));
    }
}
