using Microsoft.AspNetCore.Http;

namespace Reporting.Api.Hosting;

/// <summary>Matches a path with the catalogue, for the answer to a request that no endpoint takes.</summary>
internal static class RoutePaths
{
    /// <summary>The methods that <paramref name="path"/> takes; empty when nothing is there.</summary>
    public static IReadOnlyList<string> MethodsOf(PathString path)
    {
        string[] segments = Segments(path.Value ?? "");
        return segments is ["api", .. string[] rest]
            ? [.. ApiEndpoints.All.Where(endpoint => Matches(Segments(endpoint.Route), rest)).SelectMany(endpoint => endpoint.Methods).Distinct(StringComparer.Ordinal)]
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
