using System.Text.Json;

namespace Reporting.Local.Client;

/// <summary>The kinds of activity that can be imported, by their names in the ingest API.</summary>
internal static class ActivityKind
{
    public const string AuditEvents = "audit-events";
    public const string RecipeRuns = "recipe-runs";
    public const string Commits = "commits";

    /// <summary>The kind that a file's name begins with, or null.</summary>
    public static string? OfFileName(string name) =>
        Array.Find([AuditEvents, RecipeRuns, Commits], kind => name.StartsWith(kind, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind of a record by the properties it has, or null when it is none.</summary>
    public static string? OfRecord(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            JsonElement record = JsonElement.ParseValue(ref reader);
            return record.ValueKind != JsonValueKind.Object ? null
                : record.TryGetProperty("commitId", out _) ? Commits
                : record.TryGetProperty("recipeRunState", out _) ? RecipeRuns
                : record.TryGetProperty("actionType", out _) ? AuditEvents
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
