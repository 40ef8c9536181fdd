using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Utilities;
using Reporting.Api.GraphQL.Types;

namespace Reporting.Api.GraphQL;

/// <summary>
/// Completes the library's introspection to that of October 2021: <c>specifiedByURL</c> of <c>__Type</c>, null for everything but the scalars that have
/// the directive, and <c>args(includeDeprecated:)</c> of <c>__Directive</c>, of which none is deprecated.
/// </summary>
internal sealed class IntrospectionOf2021 : BaseSchemaNodeVisitor
{
    public override void VisitObject(IObjectGraphType type, ISchema schema)
    {
        if (string.Equals(type.Name, "__Type", StringComparison.Ordinal))
        {
            type.AddField(new FieldType
            {
                Name = "specifiedByURL",
                Type = typeof(StringGraphType),
                ResolvedType = schema.AllTypes["String"],
                Resolver = new FuncFieldResolver<IGraphType, string?>(context => context.Source.FindAppliedDirective(SpecifiedByDirective.DirectiveName)?.FindArgument(SpecifiedByDirective.UrlArgument)?.Value as string),
            });
        }
        else if (string.Equals(type.Name, "__Directive", StringComparison.Ordinal) && type.Fields.Find("args") is { } args)
        {
            args.Arguments ??= [];
            args.Arguments.Add(new QueryArgument<BooleanGraphType> { Name = "includeDeprecated", DefaultValue = false, ResolvedType = schema.AllTypes["Boolean"] });
        }
    }
}
