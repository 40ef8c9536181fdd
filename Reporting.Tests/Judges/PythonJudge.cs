namespace Reporting.Tests.Judges;

/// <summary>What Python's own <c>csv</c> and <c>json</c> modules read from our bytes.</summary>
internal static class PythonJudge
{
    private const string CsvProgram = """
        import csv, io, json, sys
        text = io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="strict", newline="")
        for record in csv.reader(text, strict=True):
            print(json.dumps(record))
        """;

    private const string JsonProgram = """
        import json, sys
        for line in sys.stdin.buffer.read().decode("utf-8", "strict").splitlines():
            print(json.dumps(json.loads(line, object_pairs_hook=lambda pairs: pairs)))
        """;

    /// <summary>The records of a CSV file.</summary>
    public static async Task<List<string[]>> ReadCsvAsync(byte[] file, CancellationToken cancellationToken) =>
        [.. (await RunAsync(CsvProgram, file, cancellationToken))
            .Select(record => record.EnumerateArray().Select(field => field.GetString()!).ToArray())];

    /// <summary>
    /// The objects of a JSON Lines file: each an array of [name, value] in the order of the file. Lines end where Python's
    /// <c>splitlines</c> ends them, so that a line break hidden in a string shows.
    /// </summary>
    public static Task<List<JsonElement>> ReadJsonLinesAsync(byte[] file, CancellationToken cancellationToken) =>
        RunAsync(JsonProgram, file, cancellationToken);

    private static async Task<List<JsonElement>> RunAsync(string program, byte[] file, CancellationToken cancellationToken)
    {
        byte[] output = await Judge.RunAsync("python3", ["-c", program], file, cancellationToken);
        var lines = new List<JsonElement>();
        using var reader = new StreamReader(new MemoryStream(output), Encoding.ASCII);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            lines.Add(document.RootElement.Clone());
        }

        return lines;
    }
}
