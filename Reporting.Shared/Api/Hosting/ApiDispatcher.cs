using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Api.Hosting;

/// <summary>The one way into the API for both hosts: checks the caller, runs the handler, writes the answer, never throws.</summary>
public static class ApiDispatcher
{
    /// <summary>Answers a request with <typeparamref name="THandler"/>.</summary>
    public static Task InvokeAsync<THandler>(HttpContext context)
        where THandler : IApiHandler =>
        InvokeAsync(context, typeof(THandler));

    /// <summary>Answers a request with the handler of that type.</summary>
    public static Task InvokeAsync(HttpContext context, Type handler)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<ApiPipeline>().RunAsync(context, handler);
    }

    /// <summary>Answers a request that no endpoint takes: 404, or 405 when the path exists under another method.</summary>
    public static Task RefuseUnknownAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.RequestServices.GetRequiredService<ApiPipeline>().RefuseUnknownAsync(context);
    }
}

/// <summary>Maps the API for a host with ASP.NET Core routing.</summary>
public static class ApiRouting
{
    /// <summary>Maps every endpoint below <c>/api/</c>, and problem details for every other path there.</summary>
    public static IEndpointRouteBuilder MapReportingApi(this IEndpointRouteBuilder routes)
    {
        foreach (ApiEndpoint endpoint in ApiEndpoints.All)
        {
            RequestDelegate answer = context => ApiDispatcher.InvokeAsync(context, endpoint.Handler);
            routes.MapMethods("/api/" + endpoint.Route, endpoint.Methods, answer);
        }

        RequestDelegate refuse = ApiDispatcher.RefuseUnknownAsync;
        routes.MapFallback("/api/{**path}", refuse);
        return routes;
    }
}

/// <summary>Matches a path with the catalogue, for the answer to a request that no endpoint takes.</summary>
internal static class RoutePaths
{
    /// <summary>The methods that <paramref name="path"/> takes among the endpoints that are offered; empty when nothing is there.</summary>
    public static IReadOnlyList<string> MethodsOf(PathString path, Func<ApiEndpoint, bool> isOffered)
    {
        string[] segments = Segments(path.Value ?? "");
        return segments is ["api", .. string[] rest]
            ? [.. ApiEndpoints.All.Where(endpoint => Matches(Segments(endpoint.Route), rest) && isOffered(endpoint)).SelectMany(endpoint => endpoint.Methods).Distinct(StringComparer.Ordinal)]
            : [];
    }

    private static bool Matches(string[] template, string[] segments) =>
        template.Length == segments.Length
        && template.Zip(segments).All(pair => (pair.First.StartsWith('{') && pair.Second.Length > 0) || string.Equals(pair.First, pair.Second, StringComparison.OrdinalIgnoreCase));

    // As routing does: an end slash more or less is the same address, an empty segment is another.
    private static string[] Segments(string path)
    {
        string inner = path.StartsWith('/') ? path[1..] : path;
        return (inner.EndsWith('/') ? inner[..^1] : inner).Split('/');
    }
}
