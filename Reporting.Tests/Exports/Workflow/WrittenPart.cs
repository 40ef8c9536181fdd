using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>What one execution wrote of an imagined log.</summary>
/// <param name="From">Number of its first row within the slice.</param>
/// <param name="Count">How many rows.</param>
/// <param name="PreviousAttempt">The execution of the part before, or null for the first.</param>
internal sealed record WrittenPart(int From, int Count, string? PreviousAttempt)
{
    /// <summary>The numbers of its rows within the slice.</summary>
    public IEnumerable<int> Rows => Enumerable.Range(From, Count);

    /// <summary>The parts of a slice up to its last one, in order, as the commit follows them.</summary>
    public static IReadOnlyList<WrittenPart> LeadingTo(SlicePart last, IReadOnlyDictionary<SlicePart, WrittenPart> written)
    {
        var parts = new WrittenPart[last.Part + 1];
        string? attempt = last.Attempt;
        for (int part = last.Part; part >= 0; part--)
        {
            parts[part] = written[new SlicePart(last.Slice, part, attempt!)];
            attempt = parts[part].PreviousAttempt;
        }

        return parts;
    }
}
