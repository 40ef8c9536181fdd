using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api.Problems;

namespace Reporting.Api.GraphQL.Types;

/// <summary>The scalar <c>Long</c>: files are longer than <c>Int</c> can tell.</summary>
internal sealed class LongNumberGraphType : LongGraphType
{
    public LongNumberGraphType()
    {
        Name = "Long";
        Description = "A whole number of 64 bits, with its sign.";
    }
}

/// <summary>The scalar <c>DateTime</c>: RFC 3339 with a zone on the way in, UTC with milliseconds on the way out, as everywhere in the API.</summary>
internal sealed class UtcDateTimeGraphType : ScalarGraphType
{
    public UtcDateTimeGraphType()
    {
        Name = "DateTime";
        Description = "A moment: RFC 3339 with its zone, such as 2026-01-28T08:46:57.012Z. Answers are in UTC with milliseconds.";
        this.ApplyDirective(SpecifiedByDirective.DirectiveName, SpecifiedByDirective.UrlArgument, "https://www.rfc-editor.org/rfc/rfc3339");
    }

    public override object? ParseLiteral(GraphQLValue value) => value switch
    {
        GraphQLNullValue => null,
        GraphQLStringValue text => ParseValue(text.Value.ToString()),
        _ => ThrowLiteralConversionError(value),
    };

    public override object? ParseValue(object? value) => value switch
    {
        null => null,
        string text when Rfc3339.TryParse(text, out DateTimeOffset time) => time,
        string => throw new FormatException($"A DateTime {Rfc3339.Expected}."),
        DateTimeOffset time => time,
        _ => ThrowValueConversionError(value),
    };

    public override object? Serialize(object? value) => value switch
    {
        null => null,
        DateTimeOffset time => Rfc3339.Format(time),
        _ => ThrowSerializationError(value),
    };
}

/// <summary>Says where a scalar's format is described (GraphQL specification of October 2021, section 3.13.4). The library does not have it.</summary>
internal sealed class SpecifiedByDirective : Directive
{
    public const string DirectiveName = "specifiedBy";
    public const string UrlArgument = "url";

    public SpecifiedByDirective()
        : base(DirectiveName, DirectiveLocation.Scalar)
    {
        Description = "Says where the format of a scalar is described.";
        Arguments = new QueryArguments(new QueryArgument<NonNullGraphType<StringGraphType>> { Name = UrlArgument, Description = "Where it is described." });
    }
}

/// <summary>An item of a connection and its cursor.</summary>
internal sealed class EdgeGraphType<TGraphType, TNode> : ObjectGraphType<ConnectionEdge<TNode>>
    where TGraphType : IGraphType
{
    public EdgeGraphType()
    {
        Name = typeof(TNode).Name + "Edge";
        Description = "An item of a connection and its cursor.";
        Field(edge => edge.Cursor).Description("What to send as after to go on behind this item.");
        Field<NonNullGraphType<TGraphType>>("node").Description("The item.").Resolve(context => context.Source.Node);
    }
}

/// <summary>Where a page of a connection stands.</summary>
internal sealed class PageInfoGraphType : ObjectGraphType<ConnectionPageInfo>
{
    public PageInfoGraphType()
    {
        Name = "PageInfo";
        Description = "Where a page of a connection stands.";
        Field(page => page.HasNextPage).Description("Whether there may be more behind it.");
        Field(page => page.HasPreviousPage).Description("Whether it is not the first page.");
        Field(page => page.StartCursor, nullable: true).Description("Cursor of its first item.");
        Field(page => page.EndCursor, nullable: true).Description("What to send as after to go on. A page may be empty and still have one: go on then.");
    }
}

/// <summary>An item of a connection and its cursor.</summary>
internal sealed record ConnectionEdge<T>(string Cursor, T Node);

/// <summary>Where a page of a connection stands.</summary>
internal sealed record ConnectionPageInfo(bool HasNextPage, bool HasPreviousPage, string? StartCursor, string? EndCursor);

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
