using GraphQL;
using GraphQL.Types;
using GraphQLParser.AST;
using Reporting.Rows;

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
