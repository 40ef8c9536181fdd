using System.Diagnostics.CodeAnalysis;

namespace Reporting.Activity.Keys;

/// <summary>
/// An id as it stands within a RowKey. Ids may hold <c>-</c>, which also parts the key. Where that would make two identities share
/// a key, or one run's key begin like another's commits, the id's <c>-</c> is written <c>~</c>, which no id holds.
/// </summary>
/// <example>
/// Commit <c>a-b</c> of run <c>c</c> and commit <c>a</c> of run <c>b-c</c> would share <c>ticks-a-b-c-hash</c>; the first is
/// <c>ticks-a~b-c-hash</c>. Commit hashes and GUID run ids stand in keys as they are.
/// </example>
internal static class KeySegment
{
    /// <summary>Digits of a repository's hash.</summary>
    public const int HashLength = 32;

    /// <summary>A commit id: every <c>-</c> becomes <c>~</c>, so the first <c>-</c> behind it ends it.</summary>
    public static string OfCommit(string commitId) => commitId.Replace('-', '~');

    /// <summary>
    /// A run id: a <c>-</c> becomes <c>~</c> only before what looks like a repository hash (32 lower-case hex digits, then <c>-</c> or
    /// the end), so no run's key is another run's key, a <c>-</c> and more.
    /// </summary>
    public static string OfRun(string runId)
    {
        if (runId.Length <= HashLength)
        {
            return runId;
        }

        Span<char> key = stackalloc char[runId.Length];
        runId.CopyTo(key);
        for (int at = 0; at + HashLength < runId.Length; at++)
        {
            if (runId[at] == '-' && BeginsWithHash(runId.AsSpan(at + 1)))
            {
                key[at] = '~';
            }
        }

        return new string(key);
    }

    /// <summary>Whether a key goes on with what looks like a repository's hash: 32 lower-case hex digits, then <c>-</c> or the end.</summary>
    public static bool BeginsWithHash(ReadOnlySpan<char> rest)
    {
        if (rest.Length < HashLength || (rest.Length > HashLength && rest[HashLength] != '-'))
        {
            return false;
        }

        foreach (char digit in rest[..HashLength])
        {
            if (!char.IsAsciiHexDigitLower(digit))
            {
                return false;
            }
        }

        return true;
    }
}

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
