using GraphQLParser;
using GraphQLParser.AST;

namespace Reporting.Api.GraphQL.Limits;

/// <summary>
/// An operation or a fragment by itself: the size of its own text, and which fragments it uses at which level. What it is with its
/// fragments in place is computed once for each fragment, so that the work is that of the text, however often fragments use each other.
/// </summary>
internal sealed class DocumentPart
{
    private DocumentPart(string name, GraphQLSelectionSet selections, int nodes)
    {
        Name = name;
        Selections = selections;
        Nodes = nodes;
    }

    /// <summary>The name of the fragment; empty for an operation.</summary>
    public string Name { get; }

    public GraphQLSelectionSet Selections { get; }

    /// <summary>Nodes of its own text.</summary>
    public int Nodes { get; }

    /// <summary>Fields, inline fragments and spreads of its own text.</summary>
    public int OwnSelections { get; private set; }

    /// <summary>Levels of its own text.</summary>
    public int Levels { get; private set; }

    /// <summary>The fragments it uses, each as often as it does, and the level at which it does.</summary>
    public List<(string Name, int Level)> Spreads { get; } = [];

    /// <summary>Reads the text of a definition.</summary>
    public static DocumentPart Of(ASTNode definition)
    {
        DocumentPart part = definition is GraphQLFragmentDefinition fragment
            ? new(fragment.FragmentName.Name.StringValue, fragment.SelectionSet, definition.AllNestedCount())
            : new("", ((GraphQLOperationDefinition)definition).SelectionSet, definition.AllNestedCount());
        part.Read(part.Selections, level: 1);
        return part;
    }

    // The parser has bounded the levels of one text.
    private void Read(GraphQLSelectionSet? set, int level)
    {
        foreach (ASTNode selection in set?.Selections ?? [])
        {
            OwnSelections++;
            Levels = Math.Max(Levels, level);
            if (selection is GraphQLFragmentSpread spread)
            {
                Spreads.Add((spread.FragmentName.Name.StringValue, level));
            }
            else
            {
                Read((selection as IHasSelectionSetNode)?.SelectionSet, level + 1);
            }
        }
    }
}

/// <summary>A document's operations and fragments, and how large they are with fragments in every place where they are used.</summary>
internal sealed class DocumentParts
{
    private readonly Dictionary<string, DocumentPart> _fragments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Size> _sizes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly CancellationToken _cancellationToken;

    private DocumentParts(CancellationToken cancellationToken) => _cancellationToken = cancellationToken;

    /// <summary>The operations, and behind them the fragments that none of them uses: validation reads these too.</summary>
    public List<DocumentPart> Roots { get; } = [];

    /// <summary>How many fields, inline fragments and spreads were looked at.</summary>
    public int Visited { get; private set; }

    /// <summary>The fragment of that name.</summary>
    public GraphQLSelectionSet SelectionsOf(string fragment) => _fragments[fragment].Selections;

    /// <summary>Reads a document. What is wrong with its fragments, or too large, is said in <paramref name="refusal"/>.</summary>
    public static DocumentParts Read(GraphQLDocument document, out DocumentRefusal? refusal, CancellationToken cancellationToken)
    {
        var parts = new DocumentParts(cancellationToken);
        refusal = parts.Read(document) ?? parts.Measure();
        return parts;
    }

    private DocumentRefusal? Read(GraphQLDocument document)
    {
        foreach (ASTNode definition in document.Definitions.Where(definition => definition is GraphQLOperationDefinition or GraphQLFragmentDefinition))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            DocumentPart part = DocumentPart.Of(definition);
            Visited += part.OwnSelections;
            if (definition is GraphQLOperationDefinition || !_fragments.TryAdd(part.Name, part))
            {
                Roots.Add(part); // A second fragment of one name is refused by validation, which reads it like an operation.
            }
        }

        string? unknown = _fragments.Values.Concat(Roots).SelectMany(part => part.Spreads).Select(spread => spread.Name).FirstOrDefault(name => !_fragments.ContainsKey(name));
        return unknown is not null ? new DocumentRefusal("KNOWN_FRAGMENT_NAMES", $"The fragment '{unknown}' is used, but the document does not define it.")
            : _fragments.Count > GraphQLLimits.MaxFragments ? DocumentRefusal.TooLarge($"The document defines more than {GraphQLLimits.MaxFragments} fragments.")
            : null;
    }

    private DocumentRefusal? Measure()
    {
        var whole = new Size(0, 0, 0);
        foreach (DocumentPart root in Roots)
        {
            whole = whole.With(SizeOf(root, out DocumentRefusal? refusal));
            if (refusal is not null)
            {
                return refusal;
            }
        }

        // Looked at one by one: a fragment that only an unused one uses is measured with that.
        foreach (DocumentPart fragment in _fragments.Values.Where(fragment => !_sizes.ContainsKey(fragment.Name)))
        {
            Roots.Add(fragment);
            whole = whole.With(SizeOfFragment(fragment.Name, out DocumentRefusal? refusal));
            if (refusal is not null)
            {
                return refusal;
            }
        }

        return whole switch
        {
            { Levels: > GraphQLLimits.MaxNesting } => DocumentRefusal.TooLarge($"The document has more than {GraphQLLimits.MaxNesting} levels of fields and fragments within each other."),
            { Selections: > GraphQLLimits.MaxSelections } => DocumentRefusal.TooLarge($"The document asks for more than {GraphQLLimits.MaxSelections} fields and fragments, each counted wherever it is used."),
            { Nodes: > GraphQLLimits.MaxNodes } => DocumentRefusal.TooLarge($"The document has more than {GraphQLLimits.MaxNodes} parts, with fragments counted wherever they are used."),
            _ => null,
        };
    }

    private Size SizeOf(DocumentPart part, out DocumentRefusal? refusal)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        refusal = null;
        var size = new Size(part.OwnSelections, part.Nodes, part.Levels);
        foreach ((string name, int level) in part.Spreads)
        {
            Size inner = SizeOfFragment(name, out refusal);
            if (refusal is not null)
            {
                break;
            }

            size = size.With(inner with { Levels = inner.Levels + level });
        }

        return size;
    }

    // The recursion is as deep as there are fragments.
    private Size SizeOfFragment(string name, out DocumentRefusal? refusal)
    {
        refusal = null;
        if (_sizes.TryGetValue(name, out Size known))
        {
            return known;
        }

        if (!_open.Add(name))
        {
            refusal = DocumentRefusal.TooLarge($"The fragment '{name}' uses itself.");
            return default;
        }

        Size size = SizeOf(_fragments[name], out refusal);
        _open.Remove(name);
        return _sizes[name] = size;
    }

    // Doubling a hundred times leaves 64 bits: sums stop at a bound that is above every limit.
    private readonly record struct Size(long Selections, long Nodes, long Levels)
    {
        private const long Bound = int.MaxValue;

        public Size With(Size other) =>
            new(Math.Min(Selections + other.Selections, Bound), Math.Min(Nodes + other.Nodes, Bound), Math.Max(Levels, other.Levels));
    }
}
