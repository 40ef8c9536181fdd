using System.Buffers;

namespace Reporting.Reports.Filtering;

/// <summary>The predicates that a row must pass. What the service has filtered already is tested again: it costs little and makes the service's part an optimization only.</summary>
internal sealed class RowFilter(IReadOnlyList<IRowPredicate> predicates)
{
    private readonly IRowPredicate[] _predicates = [.. predicates];

    /// <summary>True when nothing is tested.</summary>
    public bool IsEmpty => _predicates.Length == 0;

    /// <summary>True when the row passes every predicate.</summary>
    public bool Passes(in RowView row)
    {
        foreach (IRowPredicate predicate in _predicates)
        {
            if (!predicate.Passes(in row))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The filter for these filters of a request.</summary>
    /// <param name="report">The report whose filters they are.</param>
    /// <param name="filters">Checked names and values.</param>
    /// <param name="schema">The rows' columns; it has those of <see cref="ColumnsOf"/>, and <c>changedAt</c> where that is requested.</param>
    /// <param name="changed">Range of <c>changedAt</c>, or null.</param>
    public static RowFilter Create(
        ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>> filters, RowSchema schema, ChangedRange? changed)
    {
        var predicates = new List<IRowPredicate>();
        foreach ((string name, IReadOnlyList<string> values) in filters)
        {
            ReportFilter filter = report.FindFilter(name)
                ?? throw new ArgumentException($"Report {report.Name} has no filter '{name}'.", nameof(filters));
            int column = schema.IndexOf(filter.Column);
            predicates.Add(filter.Contains ? new ContainsPredicate(column, values)
                : IsRepository(filter) ? new RepositoryPredicate(schema.IndexOf(RepositoryPredicate.OriginColumn), column, values)
                : new EqualsPredicate(column, values));
        }

        if (changed is not null)
        {
            predicates.Add(new ChangedPredicate(schema.IndexOf("changedAt"), changed));
        }

        return new RowFilter(predicates);
    }

    /// <summary>The columns that the predicates look at.</summary>
    public static IEnumerable<string> ColumnsOf(ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        filters.Keys.Select(name => report.FindFilter(name)).OfType<ReportFilter>()
            .SelectMany(
                filter => IsRepository(filter) ? [RepositoryPredicate.OriginColumn, filter.Column] : (IEnumerable<string>)[filter.Column]);

    /// <summary>True for the filter that takes a path or origin/path.</summary>
    internal static bool IsRepository(ReportFilter filter) =>
        string.Equals(filter.Column, RepositoryPredicate.PathColumn, StringComparison.Ordinal);
}

/// <summary>One test on a row.</summary>
internal interface IRowPredicate
{
    /// <summary>True when the row passes.</summary>
    bool Passes(in RowView row);
}

/// <summary>A time cell lies in a range. All times have one length, so their bytes are in time order.</summary>
internal sealed class ChangedPredicate(int column, ChangedRange range) : IRowPredicate
{
    private readonly byte[] _since = Encoding.ASCII.GetBytes(Format(range.Since));
    private readonly byte[] _until = Encoding.ASCII.GetBytes(Format(range.Until));

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> cell = row[column];
        return cell.SequenceCompareTo(_since) >= 0 && cell.SequenceCompareTo(_until) < 0;
    }

    /// <summary>
    /// A limit as it is stored. Stored times are whole milliseconds, so both an inclusive beginning and an exclusive end between two of them
    /// mean the later one.
    /// </summary>
    public static string Format(DateTimeOffset limit) => Rfc3339.Format(Rfc3339.UpToMilliseconds(limit));
}

/// <summary>
/// A cell contains one of some texts, ordinally and ignoring case: characters are compared by Unicode's simple case mapping, so <c>É</c> finds
/// <c>é</c>, but <c>ss</c> does not find <c>ß</c>, and a letter followed by a combining accent is not the accented letter.
/// </summary>
internal sealed class ContainsPredicate(int column, IReadOnlyList<string> values) : IRowPredicate
{
    private const int StackCharacters = 512;

    private readonly SearchValues<string> _values = SearchValues.Create([.. values], StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> cell = row[column];

        // UTF-8 never has fewer bytes than UTF-16 has characters.
        char[]? rented = cell.Length > StackCharacters ? ArrayPool<char>.Shared.Rent(cell.Length) : null;
        Span<char> characters = rented ?? stackalloc char[StackCharacters];
        int length = Encoding.UTF8.GetChars(cell, characters);
        bool found = characters[..length].ContainsAny(_values);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return found;
    }
}

/// <summary>A cell is one of some values, in upper or lower case.</summary>
internal sealed class EqualsPredicate(int column, IReadOnlyList<string> values) : IRowPredicate
{
    private readonly AnyCase[] _values = [.. values.Select(value => new AnyCase(value))];

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> cell = row[column];
        foreach (AnyCase value in _values)
        {
            if (value.Matches(cell))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A repository is one of some values, each its path or its origin, <c>/</c> and its path, in upper or lower case.</summary>
internal sealed class RepositoryPredicate(int origin, int path, IReadOnlyList<string> values) : IRowPredicate
{
    /// <summary>The column of the repository's host.</summary>
    public const string OriginColumn = "repositoryOrigin";

    /// <summary>The column of its path there.</summary>
    public const string PathColumn = "repositoryPath";

    private readonly (AnyCase? Origin, AnyCase Path)[] _meanings =
        [.. values.SelectMany(value => PathsOf(value).Select(meant => (meant.Length == value.Length ? null : new AnyCase(value[..^(meant.Length + 1)]), new AnyCase(meant))))];

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        foreach ((AnyCase? wantedOrigin, AnyCase wantedPath) in _meanings)
        {
            if (wantedPath.Matches(row[path]) && (wantedOrigin is null || wantedOrigin.Matches(row[origin])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Every path that <paramref name="value"/> can mean: itself, and what follows each of its slashes.</summary>
    /// <example><c>github.com/openrewrite/rewrite</c> can mean that path, <c>openrewrite/rewrite</c> and <c>rewrite</c>.</example>
    public static IEnumerable<string> PathsOf(string value)
    {
        yield return value;
        for (int slash = value.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = value.IndexOf('/', slash + 1))
        {
            yield return value[(slash + 1)..];
        }
    }
}
