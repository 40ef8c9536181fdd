using System.Text.Json;
using Reporting.Exports.Files;

namespace Reporting.Exports.Planning;

/// <summary>The plan of a job as it stands beside its file.</summary>
internal static class PlanFile
{
    /// <summary>The plan of a job, or null when it has none.</summary>
    public static async Task<StoredPlan?> FindAsync(ExportFiles files, string jobId, CancellationToken cancellationToken) =>
        await files.FindAsync(ExportNames.Plan(jobId), cancellationToken) is { } stored ? Parse(stored) : null;

    /// <summary>Writes a job's plan unless it has one, and gives the one that it has then.</summary>
    public static async Task<StoredPlan> WriteOnceAsync(ExportFiles files, string jobId, StoredPlan plan, CancellationToken cancellationToken)
    {
        var content = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(plan, ExportsJson.Default.StoredPlan));
        return Parse(await files.WriteOnceAsync(ExportNames.Plan(jobId), content, "application/json", cancellationToken));
    }

    private static StoredPlan Parse(BinaryData stored) => JsonSerializer.Deserialize(stored.ToMemory().Span, ExportsJson.Default.StoredPlan)!;
}
