namespace Reporting.Exports.Workflow;

/// <summary>Payload of the finish step.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="File">The file when it succeeded, else null.</param>
/// <param name="Reason">Why it failed, safe to show, else null.</param>
public sealed record FinishRequest(string JobId, ExportOutcome Outcome, ExportFile? File, string? Reason);
