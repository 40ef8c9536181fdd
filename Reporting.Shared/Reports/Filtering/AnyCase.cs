using System.Buffers;

namespace Reporting.Reports.Filtering;

/// <summary>
/// One text that others are compared with, as every filter compares: whole, in upper or lower case, by Unicode's simple case mapping (as
/// <see cref="StringComparison.OrdinalIgnoreCase"/>; so <c>É</c> is <c>é</c>, but <c>ss</c> is not <c>ß</c>). People's addresses reach the log in several
/// spellings, and a search for a person must find all of them.
/// </summary>
internal sealed class AnyCase(string value)
{
    private const int StackCharacters = 512;

    private readonly byte[] _bytes = Encoding.UTF8.GetBytes(value);
    private readonly bool _isAscii = Ascii.IsValid(value);

    /// <summary>Whether a cell holds the text.</summary>
    public bool Matches(ReadOnlySpan<byte> cell) =>
        cell.SequenceEqual(_bytes) || (_isAscii ? Ascii.EqualsIgnoreCase(cell, _bytes) : MatchesText(cell));

    /// <summary>
    /// OData comparisons that hold for every spelling of the text, and for few others: the table service compares text by its characters, and every
    /// spelling lies between the one in upper case and the one in lower case. The first letters are spelled out, which leaves other words out.
    /// Empty for a text that is not ASCII.
    /// </summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The text.</param>
    /// <param name="letters">How many letters are spelled out; each doubles the comparisons.</param>
    /// <example>With one letter <c>ada@x</c> becomes <c>c ge 'ADA@X' and c le 'Ada@x'</c> or <c>c ge 'aDA@X' and c le 'ada@x'</c>.</example>
    public static IReadOnlyList<string> Clauses(string column, string value, int letters)
    {
        if (!Ascii.IsValid(value))
        {
            return [];
        }

        var prefixes = new List<string> { "" };
        int at = 0;
        for (; letters > 0 && at < value.Length; at++)
        {
            (char upper, char lower) = (char.ToUpperInvariant(value[at]), char.ToLowerInvariant(value[at]));
            letters -= upper == lower ? 0 : 1;
            prefixes = [.. prefixes.SelectMany(prefix => upper == lower ? [prefix + lower] : (string[])[prefix + upper, prefix + lower])];
        }

        (string first, string last) = (Quote(value[at..].ToUpperInvariant()), Quote(value[at..].ToLowerInvariant()));
        return
        [
            .. prefixes.Select(Quote).Select(prefix => string.Equals(first, last, StringComparison.Ordinal)
                ? $"{column} eq '{prefix}{first}'"
                : $"({column} ge '{prefix}{first}' and {column} le '{prefix}{last}')"),
        ];
    }

    private static string Quote(string text) => text.Replace("'", "''", StringComparison.Ordinal);

    private bool MatchesText(ReadOnlySpan<byte> cell)
    {
        // UTF-8 never has fewer bytes than UTF-16 has characters.
        char[]? rented = cell.Length > StackCharacters ? ArrayPool<char>.Shared.Rent(cell.Length) : null;
        Span<char> characters = rented ?? stackalloc char[StackCharacters];
        int length = Encoding.UTF8.GetChars(cell, characters);
        bool isEqual = value.AsSpan().Equals(characters[..length], StringComparison.OrdinalIgnoreCase);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return isEqual;
    }
}
