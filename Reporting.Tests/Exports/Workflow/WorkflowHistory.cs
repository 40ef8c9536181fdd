namespace Reporting.Tests.Exports.Workflow;

/// <summary>A run of the export workflow: what it called, and what came back in which order. Plain data, so that it can be kept as JSON.</summary>
public sealed record WorkflowHistory
{
    public required string JobId { get; init; }

    /// <summary>Each call as <c>step {payload as JSON}</c>, in order.</summary>
    public required IReadOnlyList<string> Calls { get; init; }

    /// <summary>How many calls had been made before each event.</summary>
    public required IReadOnlyList<int> CallsBefore { get; init; }

    public required IReadOnlyList<HistoryEvent> Events { get; init; }

    /// <summary>The last progress that was reported before each event, as JSON; empty when none was.</summary>
    public required IReadOnlyList<string> ProgressBefore { get; init; }

    public required string Outcome { get; init; }
}
