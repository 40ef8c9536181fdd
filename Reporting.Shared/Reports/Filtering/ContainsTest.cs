using System.Buffers;
using System.Text;
using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>
/// A cell contains one of some texts, ordinally and ignoring case: characters are compared by Unicode's simple case mapping, so <c>É</c> finds
/// <c>é</c>, but <c>ss</c> does not find <c>ß</c>, and a letter followed by a combining accent is not the accented letter.
/// </summary>
internal sealed class ContainsTest(int column, IReadOnlyList<string> values) : IRowTest
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
