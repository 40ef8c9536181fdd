using System.Text.Json.Nodes;

namespace Reporting.Local.Client;

/// <summary>What the API says of lines that were sent.</summary>
/// <param name="Accepted">Lines that are in the log now.</param>
/// <param name="Refused">Lines that were refused.</param>
/// <param name="BadLines">The first of them: line number from 1 within the request, and why.</param>
internal sealed record IngestAnswer(long Accepted, long Refused, IReadOnlyList<(int Line, string Reason)> BadLines)
{
    public static IngestAnswer Read(JsonObject answer) => new(
        (long?)answer["accepted"] ?? 0,
        (long?)answer["refused"] ?? 0,
        [.. (answer["badLines"] as JsonArray ?? []).Select(line => ((int)line!["line"]!, $"{(string?)line["field"]} {(string?)line["message"]}".Trim()))]);
}
