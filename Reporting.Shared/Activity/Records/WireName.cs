using System.Collections.Immutable;

namespace Reporting.Activity.Records;

/// <summary>The names under which enum values are written: as in code, or in capitals with <c>_</c> between words (<c>NO_CHANGES</c>).</summary>
public static class WireName
{
    /// <summary>The written name of a value.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Names<T>.ByOrdinal[Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture)];

    /// <summary>Every written name, in the order of the values.</summary>
    public static ImmutableArray<string> All<T>()
        where T : struct, Enum => Names<T>.ByOrdinal;

    /// <summary>The value of a written name (case matters); false when there is none.</summary>
    public static bool TryParse<T>(ReadOnlySpan<char> name, out T value)
        where T : struct, Enum
    {
        for (int ordinal = 0; ordinal < Names<T>.ByOrdinal.Length; ordinal++)
        {
            if (name.SequenceEqual(Names<T>.ByOrdinal[ordinal]))
            {
                value = Names<T>.Values[ordinal];
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Capitals(string name)
    {
        var text = new StringBuilder();
        foreach (char letter in name)
        {
            if (text.Length > 0 && char.IsAsciiLetterUpper(letter))
            {
                text.Append('_');
            }

            text.Append(char.ToUpperInvariant(letter));
        }

        return text.ToString();
    }

    private static class Names<T>
        where T : struct, Enum
    {
        public static readonly ImmutableArray<T> Values = [.. Enum.GetValues<T>()];

        public static readonly ImmutableArray<string> ByOrdinal = typeof(T).IsDefined(typeof(InCapitalsAttribute), inherit: false)
            ? [.. Enum.GetNames<T>().Select(Capitals)]
            : [.. Enum.GetNames<T>()];
    }
}

/// <summary>The enum's values are written in capitals.</summary>
[AttributeUsage(AttributeTargets.Enum)]
internal sealed class InCapitalsAttribute : Attribute;
