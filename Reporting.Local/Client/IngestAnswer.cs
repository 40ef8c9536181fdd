using System.Text.Json.Nodes;

namespace Reporting.Local.Client;

/// <summary>What the API says of lines that were sent.</summary>
/// <param name="Accepted">Lines that are in the log now.</param>
/// <param name="Rejected">Lines that were refused.</param>
/// <param name="Errors">The first of them: line number from 1 within the request, and why.</param>
internal sealed record IngestAnswer(long Accepted, long Rejected, IReadOnlyList<(int Line, string Reason)> Errors)
{
    public static IngestAnswer Read(JsonObject answer) => new(
        (long?)answer["accepted"] ?? 0,
        (long?)answer["rejected"] ?? 0,
        [.. (answer["errors"] as JsonArray ?? []).Select(error => ((int)error!["line"]!, (string)error["reason"]!))]);
}
