namespace Reporting.Exports.Jobs;

/// <summary>What an idempotency key stands for.</summary>
/// <param name="JobId">The job made, or to be made, under the key.</param>
/// <param name="SameRequest">False when the key was used for another request.</param>
public sealed record ExportReservation(string JobId, bool SameRequest);
