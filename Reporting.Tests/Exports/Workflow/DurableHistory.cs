using System.Text.Json;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>Something an orchestration asked its engine for.</summary>
/// <param name="Id">Number in the order of the asking, from 0.</param>
/// <param name="Kind"><c>activity</c> or <c>timer</c>.</param>
/// <param name="Name">The activity's name; empty for a timer.</param>
/// <param name="Payload">The activity's input as JSON.</param>
public sealed record DurableAction(int Id, string Kind, string Name, string? Payload)
{
    /// <summary>The activity's input.</summary>
    public object Request() => JsonSerializer.Deserialize(
        Payload!,
        Name switch
        {
            ExportOrchestrator.PlanExport => typeof(PlanRequest),
            ExportOrchestrator.ExportSlice => typeof(SliceRequest),
            ExportOrchestrator.CommitExport => typeof(CommitRequest),
            ExportOrchestrator.FinishExport => typeof(FinishRequest),
            _ => throw new InvalidOperationException("There is no activity " + Name + "."),
        },
        WorkflowJson.Options)!;
}

/// <summary>Something the engine recorded.</summary>
/// <param name="Kind"><c>completed</c>, <c>failed</c> (an activity), <c>fired</c> (a timer) or <c>raised</c> (an event from outside).</param>
/// <param name="Id">The action it belongs to; -1 for an event from outside.</param>
/// <param name="Payload">Result, or the event's payload, as JSON.</param>
/// <param name="ErrorType">Full name of the exception's type.</param>
/// <param name="Error">The exception's message.</param>
public sealed record DurableEvent(string Kind, int Id, string? Payload = null, string? ErrorType = null, string? Error = null);

/// <summary>One run of the orchestrator: what it asked for and what was recorded, in order. Plain data, kept as JSON.</summary>
public sealed record DurableHistory
{
    public required string JobId { get; init; }

    public required IReadOnlyList<DurableAction> Actions { get; init; }

    /// <summary>How many actions there were before each event.</summary>
    public required IReadOnlyList<int> ActionsBefore { get; init; }

    public required IReadOnlyList<DurableEvent> Events { get; init; }

    /// <summary>The orchestrator's result as JSON, or the name of what it threw.</summary>
    public required string Outcome { get; init; }

    /// <summary>The last custom status as JSON.</summary>
    public string? CustomStatus { get; init; }
}
