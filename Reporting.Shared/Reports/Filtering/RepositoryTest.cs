using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>A repository is one of some values, each its path or its origin, <c>/</c> and its path, in upper or lower case.</summary>
internal sealed class RepositoryTest(int origin, int path, IReadOnlyList<string> values) : IRowTest
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
