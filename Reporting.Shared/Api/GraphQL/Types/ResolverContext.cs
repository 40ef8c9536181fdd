using System.Globalization;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.Problems;

namespace Reporting.Api.GraphQL.Types;

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

/// <summary>Reads the arguments of connections.</summary>
internal static class PageArguments
{
    /// <summary>The argument <c>first</c>.</summary>
    /// <exception cref="ProblemException">It is out of range.</exception>
    public static int First(IResolveFieldContext context, int otherwise, int largest)
    {
        int first = context.GetArgument<int?>("first") ?? otherwise;
        return first >= 1 && first <= largest
            ? first
            : throw ProblemException.Invalid("first", string.Create(CultureInfo.InvariantCulture, $"takes a whole number from 1 to {largest}."));
    }
}
