using GraphQLParser.AST;

namespace Reporting.Api.GraphQL.Limits;

/// <summary>Why a document is not run.</summary>
/// <param name="Code">The error's code.</param>
/// <param name="Message">What is wrong with it.</param>
internal sealed record DocumentRefusal(string Code, string Message)
{
    public static DocumentRefusal TooLarge(FormattableString message) => new("DOCUMENT_TOO_LARGE", FormattableString.Invariant(message));
}

/// <summary>
/// Measures a document before anything is made of it. First each definition by itself; only what is small with its fragments in place
/// is then walked with them in place: levels, fields, aliases, and fields that share a place in the answer.
/// </summary>
internal sealed class DocumentSize
{
    private readonly DocumentParts _parts;
    private readonly CancellationToken _cancellationToken;
    private readonly Dictionary<(int Parent, string Key), Place> _places = [];
    private int _aliases;
    private int _overlaps;

    private DocumentSize(DocumentParts parts, CancellationToken cancellationToken)
    {
        _parts = parts;
        _cancellationToken = cancellationToken;
    }

    /// <summary>What is too much about the document, or null.</summary>
    public DocumentRefusal? Refusal { get; private set; }

    /// <summary>How many fields, inline fragments and spreads were looked at, those of a fragment again for each walk through it.</summary>
    public int Visited { get; private set; }

    /// <summary>Measures a document.</summary>
    public static DocumentSize Measure(GraphQLDocument document, CancellationToken cancellationToken)
    {
        var size = new DocumentSize(DocumentParts.Read(document, out DocumentRefusal? refusal, cancellationToken), cancellationToken) { Refusal = refusal };
        size.Visited = size._parts.Visited;
        for (int root = 0; root < size._parts.Roots.Count && size.Refusal is null; root++)
        {
            size.Refusal = size.Visit(size._parts.Roots[root].Selections, -1 - root, depth: 1, GraphQLLimits.MaxDepth);
        }

        return size;
    }

    private DocumentRefusal? Visit(GraphQLSelectionSet? set, int place, int depth, int maxDepth)
    {
        foreach (ASTNode selection in set?.Selections ?? [])
        {
            _cancellationToken.ThrowIfCancellationRequested();
            Visited++;
            DocumentRefusal? refusal = selection switch
            {
                GraphQLField field => Visit(field, place, depth, maxDepth),
                GraphQLInlineFragment inline => Visit(inline.SelectionSet, place, depth, maxDepth),
                GraphQLFragmentSpread spread => Visit(_parts.SelectionsOf(spread.FragmentName.Name.StringValue), place, depth, maxDepth),
                _ => null,
            };
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return null;
    }

    private DocumentRefusal? Visit(GraphQLField field, int parent, int depth, int maxDepth)
    {
        if (depth > maxDepth)
        {
            return DocumentRefusal.TooLarge($"The document is nested deeper than {maxDepth} levels.");
        }

        if (field.Alias is not null && ++_aliases > GraphQLLimits.MaxAliases)
        {
            return DocumentRefusal.TooLarge($"The document has more than {GraphQLLimits.MaxAliases} aliases.");
        }

        (int Parent, string Key) key = (parent, (field.Alias?.Name ?? field.Name).StringValue);
        Place place = _places.GetValueOrDefault(key, new Place(_places.Count, 0));
        _places[key] = place with { Fields = place.Fields + 1 };
        _overlaps += place.Fields;
        if (_overlaps > GraphQLLimits.MaxOverlaps)
        {
            return DocumentRefusal.TooLarge($"The document asks for the same fields too often: more than {GraphQLLimits.MaxOverlaps} pairs of them share a place in the answer.");
        }

        bool isIntrospection = depth == 1 && field.Name.StringValue is "__schema" or "__type";
        return Visit(field.SelectionSet, place.Id, depth + 1, isIntrospection ? GraphQLLimits.MaxIntrospectionDepth : maxDepth);
    }

    /// <summary>A place in the answer, and how many fields are asked for in it.</summary>
    private readonly record struct Place(int Id, int Fields);
}
