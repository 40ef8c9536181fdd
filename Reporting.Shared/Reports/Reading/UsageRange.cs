using System.Text;
using Reporting.Activity.Scanning;

namespace Reporting.Reports.Reading;

/// <summary>
/// What to read of runs and of commits for a range of the usage report. A usage row's key is its commit's (run key, <c>-</c>, commit id), or the run's
/// when it has none; so a range may begin or end in the middle of a run's commits.
/// </summary>
internal sealed class UsageRange
{
    private readonly byte[]? _cutAtStart;
    private readonly byte[]? _cutAtEnd;

    public UsageRange(KeyRange keys)
    {
        Runs = keys;
        Commits = keys;
        string? first = UsageKey.RunOf(keys.From);
        if (first is not null && first.Length < keys.From.Length)
        {
            // From a commit on: its run once more, for the commits that follow.
            Runs = keys with { From = first, FromExclusive = false };
            _cutAtStart = Encoding.ASCII.GetBytes(first);
        }
        else if (first is not null && keys.FromExclusive)
        {
            // Behind a run: behind its commits too. '.' is the character after '-'.
            Commits = keys with { From = first + ".", FromExclusive = false };
        }

        string? last = UsageKey.RunOf(keys.To);
        _cutAtEnd = last is not null && last.Length < keys.To.Length ? Encoding.ASCII.GetBytes(last) : null;
    }

    /// <summary>Range in <c>reciperuns</c>.</summary>
    public KeyRange Runs { get; }

    /// <summary>Range in <c>runcommits</c>.</summary>
    public KeyRange Commits { get; }

    /// <summary>True for a run that the range cuts: it has commits outside, so that finding none inside does not mean that it has none.</summary>
    public bool Cuts(ReadOnlySpan<byte> runKey) =>
        (_cutAtStart is not null && runKey.SequenceEqual(_cutAtStart)) || (_cutAtEnd is not null && runKey.SequenceEqual(_cutAtEnd));
}
