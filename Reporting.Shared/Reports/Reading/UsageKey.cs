using Reporting.Activity.Keys;

namespace Reporting.Reports.Reading;

/// <summary>Tells keys of runs from keys of their commits.</summary>
internal static class UsageKey
{
    /// <summary>
    /// The run's key within a key of <c>reciperuns</c> or <c>runcommits</c>; null when <paramref name="key"/> is shorter (19 digits of ticks).
    /// A run's key is <c>ticks-runId-hash</c> and ends with the first <c>-</c> and 32 lower-case hex digits behind the run id's first character
    /// (no run id in a key has such a part in it); a commit's key goes on with <c>-commitId</c>.
    /// </summary>
    /// <example>
    /// <c>0639051796170120000-r-1-0123456789abcdef0123456789abcdef-c7</c> is a commit of the run
    /// <c>0639051796170120000-r-1-0123456789abcdef0123456789abcdef</c>.
    /// </example>
    public static string? RunOf(string key)
    {
        for (int at = KeyTicks.Length + 2; at + KeySegment.HashLength < key.Length; at++)
        {
            if (key[at] == '-' && KeySegment.BeginsWithHash(key.AsSpan(at + 1)))
            {
                return key[..(at + 1 + KeySegment.HashLength)];
            }
        }

        return null;
    }
}
