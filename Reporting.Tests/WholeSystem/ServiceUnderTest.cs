using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Reporting.Local.Client;
using Reporting.Local.Hosting;

namespace Reporting.Tests.WholeSystem;

/// <summary>
/// The service that whole-system tests talk to, over HTTP: the one at <c>REPORTING_URL</c> with the token <c>REPORTING_TOKEN</c> of an
/// administrator who may write activity, else a local host in this process, on a free port and an account of its own.
/// </summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private readonly LocalHost? _host;
    private readonly TemporaryFolder? _keys;

    private ServiceUnderTest(Uri address, string token, LocalHost? host, TemporaryFolder? keys)
    {
        (Address, Token, _host, _keys) = (address, token, host, keys);
        Http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(10) };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        Client = new ReportingClient(address, token, TimeProvider.System);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>An administrator's token, who may also write activity.</summary>
    public string Token { get; }

    /// <summary>A client that sends the token.</summary>
    public HttpClient Http { get; }

    /// <summary>Services of the host in this process, or null when it is elsewhere.</summary>
    public IServiceProvider? Services => _host?.Services;

    internal ReportingClient Client { get; }

    /// <summary>Whether the service is elsewhere: its log holds rows of others, and its settings are its own.</summary>
    public static bool IsElsewhere => Environment.GetEnvironmentVariable("REPORTING_URL") is { Length: > 0 };

    /// <summary>Finds the service, or starts it with these settings.</summary>
    public static async Task<ServiceUnderTest> StartAsync(AzuriteServer azurite, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        if (Environment.GetEnvironmentVariable("REPORTING_URL") is { Length: > 0 } url)
        {
            return new ServiceUnderTest(new Uri(url), Environment.GetEnvironmentVariable("REPORTING_TOKEN") ?? "", null, null);
        }

        return await StartHereAsync(azurite.NewAccount(), cancellationToken, settings);
    }

    /// <summary>Starts a local host in this process on an account.</summary>
    public static async Task<ServiceUnderTest> StartHereAsync(string account, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        var keys = new TemporaryFolder();
        var overrides = settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value, StringComparer.OrdinalIgnoreCase);
        overrides["ReportingStorage"] = account;
        overrides.TryAdd("Logging:LogLevel:Default", "Error");
        var local = new LocalSettings { Urls = "http://127.0.0.1:0", AllowDevelopmentSignIn = true, KeyFolder = keys.Path, Overrides = overrides };
        LocalHost host = await LocalHost.StartAsync(local, _ => { }, cancellationToken);
        return new ServiceUnderTest(host.Address, host.AdminToken!, host, keys);
    }

    /// <summary>Sends lines of activity and returns the answer.</summary>
    public async Task<JsonObject> IngestAsync(string kind, string lines, CancellationToken cancellationToken)
    {
        using var content = new StringContent(lines, new MediaTypeHeaderValue("application/x-ndjson"));
        using HttpResponseMessage response = await Http.PostAsync("/api/activity/" + kind, content, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, body);
        return (JsonObject)JsonNode.Parse(body)!;
    }

    /// <summary>Exports and returns the file's bytes.</summary>
    public async Task<byte[]> ExportAsync(object request, CancellationToken cancellationToken) =>
        await FileAsync(await StartExportAsync(request, cancellationToken), cancellationToken);

    /// <summary>Starts an export and returns its id.</summary>
    public async Task<string> StartExportAsync(object request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await Http.PostAsJsonAsync("/api/exports", request, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.StatusCode is System.Net.HttpStatusCode.Accepted, body);
        return (string)JsonNode.Parse(body)!["id"]!;
    }

    /// <summary>Waits until an export is SUCCESSFUL and downloads its file.</summary>
    public async Task<byte[]> FileAsync(string id, CancellationToken cancellationToken)
    {
        ExportResponse answer = await Client.WaitForExportAsync(id, _ => { }, cancellationToken);
        Assert.True(answer.IsSuccessful, $"{answer.State}: {answer.StateMessage}");
        using var plain = new HttpClient();
        byte[] file = await plain.GetByteArrayAsync(new Uri(answer.Url!), cancellationToken);
        Assert.Equal(answer.FileSize, file.Length);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _keys?.Dispose();
    }
}
