namespace Reporting.Exports.Workflow;

/// <summary>Payload of the plan step.</summary>
public sealed record PlanRequest(string JobId);
