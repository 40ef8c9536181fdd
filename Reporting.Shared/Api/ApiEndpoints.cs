using System.Collections.Immutable;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Reporting.Access;
using Reporting.Api.Requests;

namespace Reporting.Api;

/// <summary>The catalogue of endpoints, found by <see cref="ApiRouteAttribute"/>.</summary>
public static class ApiEndpoints
{
    /// <summary>Every endpoint, by route and method.</summary>
    public static ImmutableArray<ApiEndpoint> All { get; } =
    [
        .. typeof(ApiEndpoints).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IApiHandler)))
            .SelectMany(Of)
            .OrderBy(endpoint => endpoint.Route, StringComparer.Ordinal)
            .ThenBy(endpoint => endpoint.Method, StringComparer.Ordinal),
    ];

    /// <summary>The endpoint that <paramref name="handler"/> answers under <paramref name="method"/>.</summary>
    /// <exception cref="InvalidOperationException">It answers none.</exception>
    public static ApiEndpoint Find(Type handler, string method) =>
        All.FirstOrDefault(endpoint => endpoint.Handler == handler && endpoint.Methods.Contains(method, StringComparer.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"{handler.Name} has no route for {method}.");

    private static IEnumerable<ApiEndpoint> Of(Type handler)
    {
        long limit = handler.GetCustomAttribute<ApiBodyLimitAttribute>()?.Bytes ?? ApiBodyLimitAttribute.DefaultBytes;
        Type? request = handler.GetInterfaces().FirstOrDefault(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IApiHandler<>))?.GetGenericArguments()[0];
        return handler.GetCustomAttributes<ApiRouteAttribute>()
            .Select(route => new ApiEndpoint(route.Method, route.Route, route.Access, handler, limit) { Request = request });
    }
}

/// <summary>One method and route of the API.</summary>
/// <param name="Method">HTTP method, upper case.</param>
/// <param name="Route">Route below <c>/api/</c>, without a leading slash.</param>
/// <param name="Access">Who may call it.</param>
/// <param name="Handler">The class that answers; implements <see cref="IApiHandler"/>.</param>
/// <param name="MaximumBodyBytes">Longest body it takes, as sent.</param>
public sealed record ApiEndpoint(string Method, string Route, ApiAccess Access, Type Handler, long MaximumBodyBytes)
{
    /// <summary>The type whose properties are the fields of the request; null for none, or where the handler reads the request itself.</summary>
    public Type? Request { get; init; }

    /// <summary>Whether requests have a body.</summary>
    public bool TakesBody => Method is "POST" or "PUT";

    /// <summary>Whether the query string is read; that of every other endpoint must be empty.</summary>
    public bool ReadsQuery => (Request is not null && !TakesBody) || Handler.IsDefined(typeof(ReadsQueryAttribute), inherit: false);

    /// <summary>The methods that it answers: HEAD wherever GET (RFC 9110, section 9.1: every general-purpose server supports both).</summary>
    public IReadOnlyList<string> Methods => string.Equals(Method, HttpMethods.Get, StringComparison.Ordinal) ? [HttpMethods.Get, HttpMethods.Head] : [Method];
}

/// <summary>The longest body that an endpoint takes, as sent (before decompression).</summary>
/// <param name="bytes">Bytes; 64 KiB where the attribute is absent.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ApiBodyLimitAttribute(long bytes) : Attribute
{
    internal const long DefaultBytes = 64 * 1024;

    /// <summary>The limit.</summary>
    public long Bytes { get; } = bytes;
}

/// <summary>Names an endpoint's method and route.</summary>
/// <param name="method">HTTP method, upper case.</param>
/// <param name="route">Route below <c>/api/</c>, without a leading slash: <c>exports/{id}</c>.</param>
/// <param name="access">Who may call it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ApiRouteAttribute(string method, string route, ApiAccess access) : Attribute
{
    /// <summary>HTTP method, upper case.</summary>
    public string Method { get; } = method;

    /// <summary>Route below <c>/api/</c>, without a leading slash.</summary>
    public string Route { get; } = route;

    /// <summary>Who may call it.</summary>
    public ApiAccess Access { get; } = access;
}

/// <summary>Who may call an endpoint.</summary>
public enum ApiAccess
{
    /// <summary>Public: health and public keys.</summary>
    Anonymous,

    /// <summary>Without a token, from this machine, where the development sign-in is active; to others the endpoint is not there.</summary>
    Development,

    /// <summary>A JWT whose roles hold the administrator's.</summary>
    Admin,

    /// <summary>A JWT whose roles hold <c>activity.write</c>.</summary>
    ActivityWriter,
}

/// <summary>Keeps the verified caller with the request.</summary>
internal static class CallerFeature
{
    /// <summary>The caller that the gate let through.</summary>
    /// <exception cref="InvalidOperationException">The endpoint is public, so no caller was read.</exception>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("This endpoint has no verified caller.");

    /// <summary>Keeps the caller.</summary>
    public static void SetCaller(this HttpContext context, Caller caller) => context.Features.Set(caller);
}
