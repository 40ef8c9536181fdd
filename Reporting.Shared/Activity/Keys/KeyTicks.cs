using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Reporting.Activity.Keys;

/// <summary>The UTC ticks with which every RowKey of the activity log begins: 19 digits, so that ordinal order is time order.</summary>
public static class KeyTicks
{
    /// <summary>How many digits; enough for every time there is.</summary>
    public const int Length = 19;

    /// <summary>Ticks as they stand in keys.</summary>
    public static string Format(long ticks) => ticks.ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>The ticks of a time, all of them, as they stand in keys.</summary>
    public static string Format(DateTimeOffset time) => Format(time.UtcTicks);

    /// <summary>The ticks with which a key begins.</summary>
    /// <exception cref="FormatException">It begins with something else.</exception>
    public static long Of(ReadOnlySpan<char> key) => long.Parse(key[..Length], NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The time with which a key begins.</summary>
    /// <exception cref="FormatException">It begins with something else.</exception>
    public static DateTimeOffset TimeOf(ReadOnlySpan<byte> key) => new(long.Parse(key[..Length], NumberStyles.None, CultureInfo.InvariantCulture), TimeSpan.Zero);

    /// <summary>The ticks with which a key begins; false when it begins with something else, or with no time that there is.</summary>
    public static bool TryOf([NotNullWhen(true)] string? key, out long ticks)
    {
        ticks = 0;
        return key is { Length: >= Length }
            && long.TryParse(key.AsSpan(0, Length), NumberStyles.None, CultureInfo.InvariantCulture, out ticks)
            && ticks <= DateTime.MaxValue.Ticks;
    }
}
