using System.Buffers;
using Azure.Data.Tables;

namespace Reporting.Activity.Records;

/// <summary>Values as the table service takes them: text, Int32 where it fits, else Int64.</summary>
internal static class StoredValue
{
    // What the table client writes as one byte; everything else may become \uXXXX.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:;-_/()[]{}@#%*!?=~^|$");

    /// <summary>A number in its smallest type.</summary>
    public static object? Of(long? number) => number switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue => (int)number.Value,
        _ => number.Value,
    };

    /// <summary>Text without lone surrogates: each becomes U+FFFD (UTF-8 cannot write them, RFC 3629 section 3).</summary>
    public static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        int at = FirstLoneSurrogate(text, 0);
        if (at < 0)
        {
            return text;
        }

        char[] units = text.ToCharArray();
        for (; at >= 0; at = FirstLoneSurrogate(units, at + 1))
        {
            units[at] = '\uFFFD';
        }

        return new string(units);
    }

    /// <summary>A row's value, or null when absent.</summary>
    public static object? Get(TableEntity row, string column) => row.TryGetValue(column, out object? value) ? value : null;

    /// <summary>True when both are the same text or the same number, whatever its type; null is absent.</summary>
    public static bool AreEqual(object? one, object? other) => (one, other) switch
    {
        (null, null) => true,
        (string left, string right) => string.Equals(left, right, StringComparison.Ordinal),
        (int or long, int or long) => ToInt64(one) == ToInt64(other),
        _ => false,
    };

    /// <summary>A fixed order of values: absent, numbers, text; for choosing one of several rows whatever order they came in.</summary>
    public static int Compare(object? one, object? other) => (one, other) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string left, string right) => string.CompareOrdinal(left, right),
        (string, _) => 1,
        (_, string) => -1,
        _ => ToInt64(one).CompareTo(ToInt64(other)),
    };

    /// <summary>Upper estimate of a value's bytes in a request, with quotes, colon, comma and type annotation.</summary>
    public static int Size(object value)
    {
        if (value is not string text)
        {
            return 80;
        }

        int size = 8;
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            int plain = rest.IndexOfAnyExcept(Plain);
            plain = plain < 0 ? rest.Length : plain;
            rest = rest[plain..];
            int escaped = rest.IndexOfAny(Plain);
            escaped = escaped < 0 ? rest.Length : escaped;
            rest = rest[escaped..];
            size += plain + (escaped * 6);
        }

        return size;
    }

    private static long ToInt64(object? number) => number is int small ? small : (long)number!;

    private static int FirstLoneSurrogate(ReadOnlySpan<char> text, int from)
    {
        for (int at = from; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
            {
                continue;
            }

            if (at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]))
            {
                at++;
                continue;
            }

            return at;
        }

        return -1;
    }
}
