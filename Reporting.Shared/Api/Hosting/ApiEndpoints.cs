using System.Collections.Immutable;
using System.Reflection;

namespace Reporting.Api.Hosting;

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
        return handler.GetCustomAttributes<ApiRouteAttribute>()
            .Select(route => new ApiEndpoint(route.Method, route.Route, route.Access, handler, limit));
    }
}
