using Azure;

namespace Reporting.Exports.Jobs;

/// <summary>A person's row of running exports as it was read, without those that have ended.</summary>
/// <param name="ETag">Its version; null when there is no row yet.</param>
/// <param name="JobIds">Ids of jobs that may be running.</param>
public sealed record RunningExportsRow(ETag? ETag, IReadOnlyList<string> JobIds);
