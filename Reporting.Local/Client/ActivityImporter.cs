using Reporting.Activity.Records;

namespace Reporting.Local.Client;

/// <summary>Sends a file's lines to the ingest API, some thousands a call.</summary>
internal sealed class ActivityImporter(ReportingClient client)
{
    // The API takes 10,000 rows a call; fewer make progress visible.
    private const int LinesPerCall = 2000;
    private const int BytesPerCall = 4 * 1024 * 1024;

    /// <summary>Imports a file; <paramref name="progress"/> gets the number of lines of each call. Returns the refused lines with their numbers in the file.</summary>
    public async Task<IngestResponse> ImportAsync(ActivityFile file, Action<int> progress, CancellationToken cancellationToken)
    {
        await using Stream stream = file.Open();
        var reader = new LineReader(stream);
        (long accepted, long refused) = (0, 0);
        List<(int Line, string Reason)> badLines = [];
        while (true)
        {
            int before = reader.LineNumber;
            if (await reader.ReadAsync(LinesPerCall, BytesPerCall, cancellationToken) is not { } lines)
            {
                return new IngestResponse(accepted, refused, badLines);
            }

            IngestResponse answer = await client.IngestAsync(file.Kind, lines, cancellationToken);
            accepted += answer.Accepted;
            refused += answer.Refused;
            badLines.AddRange(answer.BadLines.Select(line => (before + line.Line, line.Reason)));
            progress(reader.LineNumber - before);
        }
    }
}

/// <summary>Tells the kind of records that a file holds, by its name in the ingest API.</summary>
internal static class ActivityKind
{
    /// <summary>The names of all kinds.</summary>
    public static IEnumerable<string> Names => RecordKinds.All.Select(kind => kind.Name);

    /// <summary>The kind that a file's name begins with, or null.</summary>
    public static string? OfFileName(string name) => Names.FirstOrDefault(kind => name.StartsWith(kind, StringComparison.OrdinalIgnoreCase));

    /// <summary>The kind of a record: the one that it has most fields of; null when it has none, or as many of several.</summary>
    public static string? OfRecord(ReadOnlySpan<byte> line)
    {
        line = line.StartsWith("\uFEFF"u8) ? line["\uFEFF"u8.Length..] : line;
        try
        {
            var reader = new Utf8JsonReader(line);
            JsonElement record = JsonElement.ParseValue(ref reader);
            if (record.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            HashSet<string> given = [.. record.EnumerateObject().Select(member => member.Name)];
            (string Name, int Fields)[] kinds =
                [.. RecordKinds.All.Select(kind => (kind.Name, kind.LineFields.Count(field => given.Contains(field.Name)))).OrderByDescending(kind => kind.Item2)];
            return kinds[0].Fields > kinds[1].Fields ? kinds[0].Name : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
