using GraphQLParser.AST;

namespace Reporting.Api.GraphQL.Limits;

/// <summary>Measures a document before anything is made of it: levels, fields, aliases, with fragments in every place where they are used.</summary>
internal sealed class DocumentSize
{
    private readonly Dictionary<string, GraphQLFragmentDefinition> _fragments;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private int _fields;
    private int _aliases;

    private DocumentSize(GraphQLDocument document) =>
        _fragments = document.Definitions.OfType<GraphQLFragmentDefinition>()
            .GroupBy(fragment => fragment.FragmentName.Name.StringValue, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    /// <summary>What is too much about the document, or null.</summary>
    public static string? Check(GraphQLDocument document)
    {
        var size = new DocumentSize(document);
        foreach (GraphQLOperationDefinition operation in document.Definitions.OfType<GraphQLOperationDefinition>())
        {
            if (size.Visit(operation.SelectionSet, depth: 1, GraphQLLimits.MostDepth) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private string? Visit(GraphQLSelectionSet? set, int depth, int mostDepth)
    {
        foreach (ASTNode selection in set?.Selections ?? [])
        {
            string? problem = selection switch
            {
                GraphQLField field => Visit(field, depth, mostDepth),
                GraphQLInlineFragment inline => Visit(inline.SelectionSet, depth, mostDepth),
                GraphQLFragmentSpread spread => Visit(spread, depth, mostDepth),
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    private string? Visit(GraphQLField field, int depth, int mostDepth)
    {
        if (depth > mostDepth)
        {
            return FormattableString.Invariant($"The document is nested deeper than {mostDepth} levels.");
        }

        if (++_fields > GraphQLLimits.MostFields)
        {
            return FormattableString.Invariant($"The document asks for more than {GraphQLLimits.MostFields} fields.");
        }

        if (field.Alias is not null && ++_aliases > GraphQLLimits.MostAliases)
        {
            return FormattableString.Invariant($"The document has more than {GraphQLLimits.MostAliases} aliases.");
        }

        bool isIntrospection = depth == 1 && field.Name.StringValue is "__schema" or "__type";
        return Visit(field.SelectionSet, depth + 1, isIntrospection ? GraphQLLimits.MostIntrospectionDepth : mostDepth);
    }

    private string? Visit(GraphQLFragmentSpread spread, int depth, int mostDepth)
    {
        string name = spread.FragmentName.Name.StringValue;
        if (!_fragments.TryGetValue(name, out GraphQLFragmentDefinition? fragment))
        {
            return null; // Validation says so.
        }

        if (!_open.Add(name))
        {
            return $"The fragment {name} uses itself.";
        }

        string? problem = Visit(fragment.SelectionSet, depth, mostDepth);
        _open.Remove(name);
        return problem;
    }
}
