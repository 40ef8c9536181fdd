using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Reporting.Tests.Api;

/// <summary>A client library from npm and plain <c>curl</c>, as users have them.</summary>
public sealed class GraphQLClientTests(AzuriteServer azurite)
{
    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_two_operations_work_through_graphql_request()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string answer = await NodeAsync(host, "client.mjs");

        JsonElement download = JsonDocument.Parse(answer).RootElement;
        Assert.Equal("SUCCESSFUL", download.GetProperty("state").GetString());
        Assert.Equal(download.GetProperty("fileSize").GetInt64(), download.GetProperty("downloaded").GetInt64());
        Assert.True(download.GetProperty("fileSize").GetInt64() > 0);
    }

    [Fact]
    public async Task Apollo_sends_the_document_when_it_is_told_that_hashes_are_not_known()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        Assert.Equal("[false,false]\n", await NodeAsync(host, "apollo.mjs"));
    }

    [Fact]
    public async Task Graphql_js_reads_the_schema_by_introspection_with_every_option()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        string read = await NodeAsync(host, "introspection.mjs");

        Assert.Contains("scalar DateTime @specifiedBy(url: \"https://www.rfc-editor.org/rfc/rfc3339\")", read, StringComparison.Ordinal);
        Assert.Contains("auditLogs(", read, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_of_the_documentation_works_as_pasted()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        string output = await ShellAsync(Path.GetTempPath(), "set -e\n" + Script("api.md"), host.Client.BaseAddress!.OriginalString.TrimEnd('/'), host.AdminToken);

        Assert.Contains("\"inserted\":1", output, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"session-1\"", output, StringComparison.Ordinal);
        Assert.Contains("User,Target,Action type,Action,Description,Time,Outcome,Origin\nada@example.com,access.tokens,Create,create.token,", output, StringComparison.Ordinal);
        Match download = Regex.Match(output, "SUCCESSFUL, fileSize (?<size>[0-9]+), downloaded (?<got>[0-9]+)\n", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        Assert.True(download.Success, output);
        Assert.True(int.Parse(download.Groups["size"].Value, CultureInfo.InvariantCulture) > 0);
        Assert.Equal(download.Groups["size"].Value, download.Groups["got"].Value);
    }

    [Theory]
    [InlineData("CEF", "externalId=event-")]
    [InlineData("JSONL", "\"id\":\"event-")]
    public async Task The_collector_of_the_documentation_misses_nothing_when_it_is_run_again_and_again(string format, string mark)
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string folder = Directory.CreateTempSubdirectory("reporting-collector-").FullName;
        string script = $"export FORMAT={format} FIRST=7\n" + Script("siem.md");
        try
        {
            for (int round = 0; round < 3; round++)
            {
                await host.IngestAsync("audit-events", Enumerable.Range(round * 20, 20).Select(number => ApiHost.AuditEvent(number, new DateTimeOffset(2026, 1, 28, 12, 0, 0, TimeSpan.Zero).AddSeconds(number))));
                host.Time.Advance(TimeSpan.FromSeconds(31));
                await ShellAsync(folder, script, host.Client.BaseAddress!.OriginalString.TrimEnd('/'), host.AdminToken);
            }

            string[] lines = await File.ReadAllLinesAsync(Directory.GetFiles(folder, "audit.*").Single(), CancellationToken);
            Assert.Equal(60, lines.Count(line => line.Contains(mark, StringComparison.Ordinal)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    internal static string Script(string document)
    {
        string text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", document));
        int begin = text.IndexOf("```bash\n", StringComparison.Ordinal) + 8;
        return text[begin..text.IndexOf("\n```", begin, StringComparison.Ordinal)];
    }

    private static async Task<string> NodeAsync(ApiHost host, string script)
    {
        string folder = Path.Combine(SharedData.RepositoryRoot, "Reporting.Tests", "Api", "GraphQLClient");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@apollo")))
        {
            await ShellAsync(folder, "npm ci --no-audit --no-fund --ignore-scripts", "", "");
        }

        return await ShellAsync(folder, "node " + script, host.Client.BaseAddress!.OriginalString.TrimEnd('/'), host.AdminToken);
    }

    private static async Task<string> ShellAsync(string folder, string script, string url, string token)
    {
        var start = new ProcessStartInfo("bash") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, ArgumentList = { "-c", script } };
        start.Environment["REPORTING_URL"] = url;
        start.Environment["REPORTING_TOKEN"] = token;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(CancellationToken);
        await process.WaitForExitAsync(CancellationToken);
        Assert.True(process.ExitCode == 0, $"{process.ExitCode}: {output} {await error}");
        return output;
    }
}
