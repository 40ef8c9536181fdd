using System.Globalization;
using GraphQL;
using Reporting.Api.Problems;

namespace Reporting.Api.GraphQL;

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
