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

/// <summary>How much one GraphQL request may ask for. What is over is refused before anything is resolved.</summary>
internal static class GraphQLLimits
{
    /// <summary>Bytes of a request's body.</summary>
    public const long MaxBytes = 64 * 1024;

    /// <summary>Characters of a document.</summary>
    public const int MaxCharacters = 20_000;

    /// <summary>Fragments that a document defines.</summary>
    public const int MaxFragments = 100;

    /// <summary>Levels of fields, inline fragments and fragments within each other: the library's rules descend by recursion.</summary>
    public const int MaxNesting = 50;

    /// <summary>Nodes of the syntax tree (fields, fragments, arguments, values, directives), with fragments in every place where they are used.</summary>
    public const int MaxNodes = 10_000;

    /// <summary>Levels of fields. Introspection is counted by itself, below.</summary>
    public const int MaxDepth = 10;

    /// <summary>Levels of fields below <c>__schema</c> and <c>__type</c>: the tools' own queries have 13.</summary>
    public const int MaxIntrospectionDepth = 15;

    /// <summary>Fields with an alias, with fragments in every place where they are used.</summary>
    public const int MaxAliases = 30;

    /// <summary>Fields and uses of fragments, with fragments in every place where they are used.</summary>
    public const int MaxSelections = 1000;

    /// <summary>
    /// Pairs of fields that share a place in the answer, so that validation compares them
    /// (<see href="https://spec.graphql.org/October2021/#sec-Field-Selection-Merging"/>). A field that is asked for 45 times makes 990.
    /// </summary>
    public const int MaxOverlaps = 1000;

    /// <summary>Cost: a field costs 1 for each item it is read of, a mutation a tenth of the whole.</summary>
    public const int MaxComplexity = 20_000;

    /// <summary>How long one request may take, from the reading of its document on.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);
}
