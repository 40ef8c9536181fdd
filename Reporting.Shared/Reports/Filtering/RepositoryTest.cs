using System.Text;
using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>A repository is one of some values, each its path or its origin, <c>/</c> and its path.</summary>
internal sealed class RepositoryTest(int origin, int path, IReadOnlyList<string> values) : IRowTest
{
    /// <summary>The column of the repository's host.</summary>
    public const string OriginColumn = "repositoryOrigin";

    /// <summary>The column of its path there.</summary>
    public const string PathColumn = "repositoryPath";

    private readonly byte[][] _values = [.. values.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> rowOrigin = row[origin];
        ReadOnlySpan<byte> rowPath = row[path];
        foreach (ReadOnlySpan<byte> value in _values)
        {
            if (value.SequenceEqual(rowPath)
                || (value.Length == rowOrigin.Length + 1 + rowPath.Length && value[rowOrigin.Length] == (byte)'/' && value.StartsWith(rowOrigin) && value.EndsWith(rowPath)))
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
