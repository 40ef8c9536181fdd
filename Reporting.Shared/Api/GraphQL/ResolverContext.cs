using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Api.GraphQL;

/// <summary>What resolvers need beside their field.</summary>
internal static class ResolverContext
{
    private const string HttpContextKey = "http";

    /// <summary>The user context of a request.</summary>
    public static Dictionary<string, object?> Of(HttpContext context) => new(StringComparer.Ordinal) { [HttpContextKey] = context };

    /// <summary>The request.</summary>
    public static HttpContext GetHttpContext(this IResolveFieldContext context) => (HttpContext)context.UserContext[HttpContextKey]!;

    /// <summary>A service.</summary>
    public static T GetService<T>(this IResolveFieldContext context)
        where T : notnull => context.RequestServices!.GetRequiredService<T>();
}
