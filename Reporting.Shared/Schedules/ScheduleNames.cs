using System.Buffers;
using Reporting.Exports.Files;
using Reporting.Reports;

namespace Reporting.Schedules;

/// <summary>What schedules and their parts are called in the API.</summary>
public static class ScheduleNames
{
    private static readonly SearchValues<char> s_letters = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz-");

    /// <summary>The names of <see cref="ScheduleOver"/>, in its order.</summary>
    public static IReadOnlyList<string> Over { get; } = ["changedAt", "eventTime"];

    /// <summary>The names of <see cref="SlotState"/>, in its order.</summary>
    public static IReadOnlyList<string> States { get; } = ["SUCCESSFUL", "FAILED", "SKIPPED"];

    /// <summary>Whether a schedule can have this name: <c>[a-z0-9][a-z0-9-]{0,62}</c>.</summary>
    public static bool IsValid(string? name) =>
        name is { Length: >= 1 and <= 63 } && name[0] != '-' && !name.AsSpan().ContainsAnyExcept(s_letters);
}

/// <summary>The names of blobs in the container <c>scheduled</c>: a folder for each schedule and day (UTC) of the slot.</summary>
/// <example>
/// <c>daily-usage/2026/11/28/usage-report-2026-11-28T02-00-00Z.csv</c>, with <c>.manifest.json</c> and <c>.manifest.json.jws</c> behind it for the other two; for
/// a slot without a file <c>usage-report-2026-11-28T02-00-00Z.gap.manifest.json</c> and its signature.
/// </example>
public static class ScheduledNames
{
    private const string ManifestEnding = ".manifest.json";
    private const string SignatureEnding = ManifestEnding + ".jws";

    /// <summary>Blob of a slot's file.</summary>
    public static string File(string schedule, DateTimeOffset slot, string fileName) => Folder(schedule, slot) + fileName;

    /// <summary>By what the manifest of a slot without a file is named.</summary>
    public static string Gap(string schedule, DateTimeOffset slot, ReportDefinition report) => Folder(schedule, slot) + ExportNames.Stem(report, slot) + ".gap";

    /// <summary>Blob of the manifest of a file or gap.</summary>
    public static string Manifest(string file) => file + ManifestEnding;

    /// <summary>Blob of the manifest's detached signature.</summary>
    public static string Signature(string file) => file + SignatureEnding;

    /// <summary>Whether a blob is a manifest or a signature, which are never deleted.</summary>
    public static bool IsEvidence(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.EndsWith(ManifestEnding, StringComparison.Ordinal) || name.EndsWith(SignatureEnding, StringComparison.Ordinal);
    }

    private static string Folder(string schedule, DateTimeOffset slot) =>
        schedule + slot.UtcDateTime.ToString("'/'yyyy'/'MM'/'dd'/'", CultureInfo.InvariantCulture);
}
