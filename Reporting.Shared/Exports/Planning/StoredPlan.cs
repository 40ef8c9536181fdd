using System.Text.Json.Serialization;
using Reporting.Exports.Files;
using Reporting.Reports;

namespace Reporting.Exports.Planning;

/// <summary>The plan of an export as <c>plan.json</c> beside its file holds it, written once: a repeated step works by the same plan.</summary>
public sealed record StoredPlan
{
    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset PlannedAt { get; init; }

    /// <summary>Up to when the file is complete: every row acknowledged before is in it, UTC.</summary>
    public required DateTimeOffset Watermark { get; init; }

    /// <summary>The first time of which the log was whole then, or null when nothing is ever deleted, UTC.</summary>
    public DateTimeOffset? AvailableFrom { get; init; }

    /// <summary>First event time, inclusive, UTC: what was asked for, cut to what is available.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>End of the event times, exclusive, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Only rows changed in this range, cut to the watermark; null for all.</summary>
    public ChangedRange? Changed { get; init; }

    /// <summary>How many slices run at a time.</summary>
    public required int Window { get; init; }

    /// <summary>The slices, 1 to 96, in order.</summary>
    public required IReadOnlyList<PlannedSlice> Slices { get; init; }

    /// <summary>About how many rows there are.</summary>
    public long EstimatedRows => Slices.Sum(slice => slice.EstimatedRows);
}

/// <summary>The plan of a job as it stands beside its file.</summary>
internal static class PlanFile
{
    /// <summary>The plan of a job, or null when it has none.</summary>
    public static async Task<StoredPlan?> FindAsync(ExportFiles files, string jobId, CancellationToken cancellationToken) =>
        await files.FindAsync(ExportNames.Plan(jobId), cancellationToken) is { } stored ? Parse(stored) : null;

    /// <summary>Writes a job's plan unless it has one, and gives the one that it has then.</summary>
    public static async Task<StoredPlan> WriteOnceAsync(ExportFiles files, string jobId, StoredPlan plan, CancellationToken cancellationToken)
    {
        var content = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(plan, PlanJson.Default.StoredPlan));
        return Parse(await files.WriteOnceAsync(ExportNames.Plan(jobId), content, "application/json", cancellationToken));
    }

    private static StoredPlan Parse(BinaryData stored) => JsonSerializer.Deserialize(stored.ToMemory().Span, PlanJson.Default.StoredPlan)!;
}

/// <summary>JSON of plans, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredPlan))]
internal sealed partial class PlanJson : JsonSerializerContext;
