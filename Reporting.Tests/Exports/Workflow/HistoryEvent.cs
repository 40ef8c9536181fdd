namespace Reporting.Tests.Exports.Workflow;

/// <summary>Something that an engine recorded: the result or failure of a call, or the cancel signal.</summary>
/// <param name="Call">Number of the call in the order of the calls, from 0; -1 for the cancel signal.</param>
/// <param name="Result">The result as JSON; null when the call failed or gives nothing.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
public sealed record HistoryEvent(int Call, string? Result, string? Failure)
{
    public static HistoryEvent Cancel { get; } = new(-1, null, null);
}
