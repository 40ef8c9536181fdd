using System.Text.Json.Nodes;
using Reporting.Reports.Definitions;
using Reporting.Tests.Judges;

namespace Reporting.Tests.WholeSystem;

/// <summary>Real rows, through the whole service: what comes out is what went in, however it went in.</summary>
public sealed class RealDataTests(AzuriteServer azurite)
{
    private static readonly string[] Kinds = [SharedData.RecipeRuns, SharedData.Commits, SharedData.AuditEvents];
    private static readonly string[] Reports = [.. ReportCatalogue.All.Select(report => report.Name)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_part_of_the_rows_comes_out_as_it_went_in_however_it_went_in() => ComesOutAsItWentInAsync(rows: 150);

    [Fact]
    public Task All_rows_come_out_as_they_went_in_however_they_went_in()
    {
        LongTests.SkipUnlessEnabled();
        return ComesOutAsItWentInAsync(rows: int.MaxValue);
    }

    private async Task ComesOutAsItWentInAsync(int rows)
    {
        Assert.SkipWhen(ServiceUnderTest.IsElsewhere, "this test needs an empty log of its own");
        Dictionary<string, List<string>> lines = Kinds.ToDictionary(
            kind => kind, kind => SharedData.Read(kind).Take(rows).Select(row => row.GetRawText()).ToList(), StringComparer.Ordinal);
        using var input = new TemporaryFolder();
        using var output = new TemporaryFolder();
        await using ServiceUnderTest service = await ServiceUnderTest.StartAsync(azurite, Cancellation, ("Exports:MaxRunningPerUser", "10"));

        await ImportAsync(service, lines);
        Dictionary<string, byte[]> files = await ExportAsync(service);
        foreach ((string kind, List<string> rowsOfKind) in lines)
        {
            await File.WriteAllTextAsync(input[kind + ".ndjson"], string.Concat(rowsOfKind.Select(line => line + "\n")), Cancellation);
        }

        foreach ((string report, byte[] file) in files)
        {
            await File.WriteAllBytesAsync(output[report + ".csv"], file, Cancellation);
        }

        byte[] said = await Judge.RunAsync("python3", [Path.Combine(AppContext.BaseDirectory, "WholeSystem", "check_reports.py"), input.Path, output.Path], [], Cancellation);
        Assert.Equal(4, Encoding.UTF8.GetString(said).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        // Once more, in another order, and behind them every row's earlier phase: nothing moves.
        await ImportAsync(service, lines.ToDictionary(entry => entry.Key, entry => Shuffled(entry.Value, 1).Concat(entry.Value.Select(EarlierPhase)).ToList(), StringComparer.Ordinal));
        AssertSame(files, await ExportAsync(service));

        // From the start in another order, every earlier phase somewhere before or after its row.
        await using ServiceUnderTest other = await ServiceUnderTest.StartAsync(azurite, Cancellation, ("Exports:MaxRunningPerUser", "10"));
        await ImportAsync(other, lines.ToDictionary(entry => entry.Key, entry => Shuffled([.. entry.Value, .. entry.Value.Select(EarlierPhase)], 2), StringComparer.Ordinal));
        AssertSame(files, await ExportAsync(other));
    }

    private static async Task ImportAsync(ServiceUnderTest service, Dictionary<string, List<string>> lines)
    {
        foreach ((string kind, List<string> all) in lines)
        {
            foreach (string[] chunk in all.Chunk(10_000))
            {
                JsonObject answer = await service.IngestAsync(kind, string.Concat(chunk.Select(line => line + "\n")), Cancellation);
                Assert.Equal(chunk.Length, (int)answer["accepted"]!);
            }
        }
    }

    private static async Task<Dictionary<string, byte[]>> ExportAsync(ServiceUnderTest service)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string report in Reports)
        {
            files[report] = await service.ExportAsync(new { report, format = "CSV", until = "2026-11-01T00:00:00Z" }, Cancellation);
        }

        return files;
    }

    private static void AssertSame(Dictionary<string, byte[]> expected, Dictionary<string, byte[]> actual) =>
        Assert.All(expected, entry => Assert.True(entry.Value.AsSpan().SequenceEqual(actual[entry.Key]), entry.Key + ": the file differs"));

    private static List<string> Shuffled(List<string> lines, int seed)
    {
        string[] shuffled = [.. lines];
        new Random(seed).Shuffle(shuffled);
        return [.. shuffled];
    }

    // What the platform wrote before: Started for an audit event, queued and not yet updated for the others.
    private static string EarlierPhase(string line)
    {
        JsonObject row = (JsonObject)JsonNode.Parse(line)!;
        if (row.ContainsKey("outcome"))
        {
            row["outcome"] = "Started";
        }
        else if (row.ContainsKey("commitId"))
        {
            row["commitState"] = "QUEUED";
            row["commitModifiedAt"] = row["commitCreatedAt"]!.DeepClone();
        }
        else
        {
            row["recipeRunState"] = "CREATED";
            row["totalFilesChanges"] = 0;
            row["recipeRunUpdatedAt"] = row["recipeRunCreatedAt"]!.DeepClone();
        }

        return row.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
    }
}
