using Reporting.Local.CommandLine;
using Reporting.Local.Demo;
using Reporting.Reports.Definitions;
using Reporting.Tests.WholeSystem;
using Spectre.Console;

namespace Reporting.Tests.Local;

public sealed class DemoTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_sample_is_imported_exported_and_downloaded()
    {
        using var output = new TemporaryFolder();
        (int code, string said, string errors) = await RunAsync(input: null, output.Path);

        Assert.Equal("", errors);
        Assert.Equal(0, code);
        string[][] rows = [.. said.Split('\n').SkipWhile(line => !line.StartsWith("report\t", StringComparison.Ordinal)).Skip(1).Where(line => line.Length > 0).Select(line => line.Trim().Split('\t'))];
        Assert.Equal(ReportCatalogue.All.Select(report => report.Name), rows.Select(row => row[0]));
        foreach (string[] row in rows)
        {
            var file = new FileInfo(row[4]);
            Assert.Equal(row[2], file.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(output.Path, file.DirectoryName);
        }
    }

    [Fact]
    public async Task Bad_lines_are_told_with_file_and_number_the_good_ones_are_exported_and_the_end_is_not_zero()
    {
        using var input = new TemporaryFolder();
        using var output = new TemporaryFolder();
        await File.WriteAllTextAsync(input["recipe-runs.ndjson"], ActivityNdjson.RecipeRuns(0, 3) + "{broken\n" + ActivityNdjson.RecipeRuns(3, 2), Cancellation);
        await File.WriteAllTextAsync(input["told-by-its-shape.ndjson"], ActivityNdjson.AuditEvent("event-1"), Cancellation);
        (int code, string said, string errors) = await RunAsync(input.Path, output.Path);

        Assert.Equal(1, code);
        Assert.Contains("recipe-runs.ndjson line 4: ", errors, StringComparison.Ordinal);
        Assert.Contains("1 lines were refused", errors, StringComparison.Ordinal);
        Assert.Contains("recipe-runs\t5\t", said, StringComparison.Ordinal);
        Assert.Contains("audit-logs\t1\t", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("empty", "There is no *.ndjson")]
    [InlineData("missing", "There is no folder")]
    [InlineData("unknown", "what it holds can be told neither")]
    public async Task An_input_folder_that_is_of_no_use_is_told_before_anything_starts(string folder, string says)
    {
        using var input = new TemporaryFolder();
        Directory.CreateDirectory(input["empty"]);
        Directory.CreateDirectory(input["unknown"]);
        await File.WriteAllTextAsync(Path.Combine(input["unknown"], "what.ndjson"), "{\"a\":1}\n", Cancellation);
        var exception = await Assert.ThrowsAsync<UserErrorException>(() => DemoInput.ReadAsync(input[folder], TimeProvider.System, Cancellation));

        Assert.Contains(says, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut", true)]
    [InlineData("trailing", true)]
    [InlineData("members", false)]
    public async Task Compressed_input_is_taken_whole_or_refused_by_its_name_before_anything_starts(string kind, bool refused)
    {
        using var input = new TemporaryFolder();
        byte[] one = Gzip("\uFEFF" + ActivityNdjson.AuditEvent("event-1"));
        byte[] two = Gzip(ActivityNdjson.AuditEvent("event-2"));
        await File.WriteAllBytesAsync(input["told-by-its-shape.ndjson.gz"], kind switch { "cut" => [.. one, .. two[..^8]], "trailing" => [.. one, .. two, 0], _ => [.. one, .. two] }, Cancellation);
        if (refused)
        {
            var exception = await Assert.ThrowsAsync<UserErrorException>(() => DemoInput.ReadAsync(input.Path, TimeProvider.System, Cancellation));
            Assert.StartsWith("told-by-its-shape.ndjson.gz is not whole, valid gzip", exception.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(2, Assert.Single((await DemoInput.ReadAsync(input.Path, TimeProvider.System, Cancellation)).Files).Lines);
        }
    }

    private static byte[] Gzip(string text)
    {
        using var file = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(file, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return file.ToArray();
    }

    private async Task<(int Code, string Said, string Errors)> RunAsync(string? input, string output)
    {
        using var said = new StringWriter();
        using var errors = new StringWriter();
        var texts = new ConsoleTexts(Console(said), Console(errors));
        await using ServiceUnderTest service = await ServiceUnderTest.StartHereAsync(azurite.NewAccount(), Cancellation);
        DemoInput files = await DemoInput.ReadAsync(input, TimeProvider.System, Cancellation);
        int code = await new DemoRun(texts, service.Address, service.Token, TimeProvider.System).RunAsync(files, output, Cancellation);
        return (code, said.ToString(), errors.ToString());
    }

    private static IAnsiConsole Console(StringWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
