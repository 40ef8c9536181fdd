using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using static Reporting.Tests.WholeSystem.SiemReceivers;

namespace Reporting.Tests.WholeSystem;

/// <summary>
/// The recipes of docs/siem.md, taken out of the document as they stand, against receivers that go down while they have a page: nothing is lost, the run ends non-zero with the cursor
/// in front of that page, and the next run goes on.
/// </summary>
public sealed partial class SiemRecipesTests(AzuriteServer azurite) : IAsyncLifetime
{
    private const int Events = 1000;
    private readonly TemporaryFolder _folder = new();
    private ServiceUnderTest _service = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        LongTests.SkipUnlessEnabled();
        Assert.SkipWhen(OperatingSystem.IsWindows(), "the recipes are for a POSIX shell");
        _service = await ServiceUnderTest.StartHereAsync(azurite.NewAccount(), Cancellation, ("Ingest:MaxWriteSeconds", "5"));
        await _service.IngestAsync("audit-events", string.Concat(Enumerable.Range(0, Events).Select(number => ActivityNdjson.AuditEvent(Id(number), "Create token " + new string('x', number % 50 == 0 ? 5000 : 50)))), Cancellation);
        await UntilAsync(async () => (await _service.Http.GetStringAsync("/api/audit-logs/feed?format=CEF&first=10000", Cancellation)).Split('\n').Count(line => EventId.IsMatch(line)) == Events);
    }

    public async ValueTask DisposeAsync()
    {
        if (_service is not null)
        {
            await _service.DisposeAsync();
        }

        _folder.Dispose();
    }

    [Fact]
    public async Task The_syslog_recipe_loses_nothing_when_rsyslog_goes_down_with_a_page_unread()
    {
        await SkipUnlessRsyslogRunsAsync(_folder);
        int port = FreePort();
        string config = SiemDocument.Block("rsyslog", "imtcp").Replace("port=\"514\"", $"port=\"{port}\"", StringComparison.Ordinal);
        Assert.Contains(port.ToString(CultureInfo.InvariantCulture), config, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_folder["rsyslog.conf"], $"""
            {config}
            template(name="raw" type="string" string="%msg%\n")
            action(type="omfile" file="{_folder["received"]}" template="raw")
            """, Cancellation);
        Process Start() => Process.Start(new ProcessStartInfo("rsyslogd", ["-n", "-f", _folder["rsyslog.conf"], "-i", _folder["rsyslog.pid"]]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        await GoDownAndUpAsync(Start, port, SiemDocument.Block("sh", "send.py page"), new() { ["SYSLOG_PORT"] = Text(port) }, async () => await LinesAsync(_folder["received"]));
    }

    [Fact]
    public async Task The_syslog_recipe_over_tls_loses_nothing_and_trusts_only_the_certificate_that_it_is_given()
    {
        SkipUnlessInstalled("openssl");
        await MakeCertificateAsync(_folder, "trusted");
        await MakeCertificateAsync(_folder, "other");
        int port = FreePort();
        var sessions = new List<(MemoryStream Bytes, Task Read)>();
        Process Start()
        {
            Process server = StartTlsServer(_folder, port);
            var bytes = new MemoryStream();
            sessions.Add((bytes, server.StandardOutput.BaseStream.CopyToAsync(bytes, Cancellation)));
            return server;
        }

        async Task<string[]> ReceivedAsync()
        {
            await Task.WhenAll(sessions.Select(session => session.Read)); // Each has ended.
            return [.. sessions.SelectMany(session => Frames(session.Bytes.ToArray()))];
        }

        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["SYSLOG_HOST"] = "localhost", ["SYSLOG_PORT"] = Text(port), ["SYSLOG_CA"] = _folder["other.crt"] };
        using (Process server = Start())
        {
            await ListensAsync(port);
            Assert.NotEqual(0, await RunAsync(_service.Address, SiemDocument.Block("sh", "send.py page"), settings));
            await EndAsync(server);
            Assert.Empty(await ReceivedAsync());
        }

        settings["SYSLOG_CA"] = _folder["trusted.crt"];
        await GoDownAndUpAsync(Start, port, SiemDocument.Block("sh", "send.py page"), settings, ReceivedAsync);
    }

    [Fact]
    public async Task The_ingestion_recipe_loses_nothing_when_the_api_refuses_and_sends_no_array_that_is_too_large()
    {
        SkipUnlessInstalled("openssl");
        await MakeCertificateAsync(_folder, "trusted");
        var received = new ConcurrentQueue<string>();
        int calls = 0;
        await using WebApplication api = await StartApiAsync(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string body = await reader.ReadToEndAsync(context.RequestAborted);
            Assert.Equal(("Bearer azure", "/dataCollectionRules/dcr-1/streams/Custom-ReportingAudit"), (context.Request.Headers.Authorization.ToString(), context.Request.Path.ToString()));
            int call = Interlocked.Increment(ref calls);
            if (call == 3 || Encoding.UTF8.GetByteCount(body) > 1_000_000)
            {
                context.Response.StatusCode = call == 3 ? 503 : 413;
                return;
            }

            if (call == 6)
            {
                context.Abort();
                return;
            }

            JsonSerializer.Deserialize<JsonElement[]>(body)!.ToList().ForEach(row => received.Enqueue(row.GetRawText()));
            context.Response.StatusCode = 204;
        });
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DCE"] = api.Urls.First(), ["DCR"] = "dcr-1", ["AZURE_TOKEN"] = "azure", ["FORMAT"] = "JSONL", ["FIRST"] = "150", ["CURL_CA_BUNDLE"] = _folder["trusted.crt"],
        };
        string recipe = SiemDocument.Block("sh", "jq -cs");
        Assert.NotEqual(0, await RunAsync(_service.Address, recipe, settings));
        Assert.NotEqual(0, await RunAsync(_service.Address, recipe, settings));
        Assert.Equal(0, await RunAsync(_service.Address, recipe, settings));
        AssertAllThere([.. received]);

        // A page of 5 MB is several arrays.
        await _service.IngestAsync("audit-events", string.Concat(Enumerable.Range(0, 170).Select(number => ActivityNdjson.AuditEvent("large-" + number, new string('y', 30_000)))), Cancellation);
        settings["FIRST"] = "1000";
        await UntilAsync(async () =>
        {
            Assert.Equal(0, await RunAsync(_service.Address, recipe, settings));
            return received.Count(row => row.Contains("\"large-", StringComparison.Ordinal)) >= 170;
        });
    }

    [Fact]
    public async Task The_collector_ends_non_zero_with_its_cursor_unmoved_where_it_cannot_write_or_read()
    {
        Directory.CreateDirectory(_folder["audit.cef"]); // Cannot be appended to.
        Assert.NotEqual(0, await RunAsync(_service.Address, null, []));
        Assert.False(File.Exists(_folder["cursor"]));
        Directory.Delete(_folder["audit.cef"]);

        Directory.CreateDirectory(_folder["cursor.new"]);
        Assert.NotEqual(0, await RunAsync(_service.Address, null, []));
        Assert.False(File.Exists(_folder["cursor"]));
        Directory.Delete(_folder["cursor.new"]);

        // The service goes down with the fourth page.
        await using (WebApplication proxy = await StartProxyAsync(page => page < 4 ? Task.FromResult(true) : Task.FromResult(false)))
        {
            Assert.NotEqual(0, await RunAsync(new Uri(proxy.Urls.First()), null, []));
        }

        Assert.True(File.Exists(_folder["cursor"]));
        Assert.Equal(0, await RunAsync(_service.Address, null, []));
        AssertAllThere(await LinesAsync(_folder["audit.cef"]));
    }

    /// <summary>Runs a recipe until the receiver is killed with a page that it has accepted and not read, while it is down, and after it is up again.</summary>
    private async Task GoDownAndUpAsync(Func<Process> start, int port, string recipe, Dictionary<string, string> settings, Func<Task<string[]>> received)
    {
        await File.WriteAllTextAsync(_folder["send.py"], SiemDocument.Block("python", "sendall"), Cancellation);
        using Process first = start();
        await ListensAsync(port);
        Task killed = Task.CompletedTask;
        await using (WebApplication proxy = await StartProxyAsync(page =>
        {
            if (page == 4)
            {
                // Frozen, it still accepts the connection, and the system takes the page for it; then it is gone.
                Signal(first, "STOP");
                killed = KillOnceConnectedAsync(first, port);
            }

            return Task.FromResult(true);
        }))
        {
            Assert.NotEqual(0, await RunAsync(new Uri(proxy.Urls.First()), recipe, settings));
        }

        await killed;
        string cursor = await File.ReadAllTextAsync(_folder["cursor"], Cancellation);
        Assert.InRange((await received()).Length, 1, Events - 1);
        Assert.NotEqual(0, await RunAsync(_service.Address, recipe, settings)); // Down.
        Assert.Equal(cursor, await File.ReadAllTextAsync(_folder["cursor"], Cancellation));

        using Process second = start();
        await ListensAsync(port);
        Assert.Equal(0, await RunAsync(_service.Address, recipe, settings));
        Assert.NotEqual(cursor, await File.ReadAllTextAsync(_folder["cursor"], Cancellation));
        await EndAsync(second);
        AssertAllThere(await received());
    }

    /// <summary>Runs the document's collector, with a recipe in the place of its line with <c>cat page</c>; its exit code.</summary>
    private async Task<int> RunAsync(Uri service, string? recipe, Dictionary<string, string> settings)
    {
        string script = SiemDocument.Block("bash", "OUT=");
        if (recipe is not null)
        {
            string line = Assert.Single(script.Split('\n'), line => line.Contains("cat page", StringComparison.Ordinal));
            script = script.Replace(line, recipe, StringComparison.Ordinal);
        }

        var start = new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = _folder.Path, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["REPORTING_URL"] = service.GetLeftPart(UriPartial.Authority);
        start.Environment["REPORTING_TOKEN"] = _service.Token;
        start.Environment["FIRST"] = "100";
        foreach ((string name, string value) in settings)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(Cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        TestContext.Current.SendDiagnosticMessage($"{process.ExitCode} {output} {await errors}");
        return process.ExitCode;
    }

    /// <summary>Passes the feed's pages on; asks before each one (from 1) whether the service is still there.</summary>
    private Task<WebApplication> StartProxyAsync(Func<int, Task<bool>> before)
    {
        int pages = 0;
        return ServeAsync("http://127.0.0.1:0", null, async context =>
        {
            if (!await before(Interlocked.Increment(ref pages)))
            {
                context.Abort();
                return;
            }

            using HttpResponseMessage answer = await _service.Http.GetAsync(new Uri(context.Request.Path + context.Request.QueryString.ToString(), UriKind.Relative), Cancellation);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach ((string name, IEnumerable<string> values) in answer.Headers.Where(header => header.Key.StartsWith("Feed-", StringComparison.OrdinalIgnoreCase)))
            {
                context.Response.Headers[name] = values.ToArray();
            }

            await answer.Content.CopyToAsync(context.Response.Body, Cancellation);
        });
    }

    private Task<WebApplication> StartApiAsync(RequestDelegate answer) =>
        ServeAsync("https://localhost:" + Text(FreePort()), X509Certificate2.CreateFromPemFile(_folder["trusted.crt"], _folder["trusted.key"]), answer);

    private static void AssertAllThere(string[] received)
    {
        HashSet<string> ids = [.. received.Select(line => EventId.Match(line)).Where(match => match.Success).Select(match => match.Groups["id"].Value)];
        Assert.Empty(Enumerable.Range(0, Events).Select(Id).Except(ids, StringComparer.Ordinal));

        // As long as its format lets it be: CEF cuts a message at 1023 characters.
        Assert.Equal(Events / 50, ids.Count(id => received.Any(line => line.Contains(id, StringComparison.Ordinal) && line.Contains(new string('x', 1000), StringComparison.Ordinal))));
    }

    private static async Task<string[]> LinesAsync(string path) => File.Exists(path) ? await File.ReadAllLinesAsync(path, Cancellation) : [];

    private static string Id(int number) => "event-" + number.ToString("D5", CultureInfo.InvariantCulture);

    [GeneratedRegex("(?<id>event-[0-9]{5})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EventId { get; }
}
