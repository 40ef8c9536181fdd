using System.Net.Http.Headers;
using System.Net.Http.Json;
using Reporting.Local.Hosting;
using Reporting.Local.Sample;

namespace Reporting.Tests.Web;

/// <summary>A local host with its admin pages, and its API as an administrator calls it.</summary>
public sealed class AdminSite : IAsyncDisposable
{
    private readonly LocalHost _host;
    private readonly HttpClient _api;

    private AdminSite(LocalHost host)
    {
        _host = host;
        _api = new HttpClient { BaseAddress = host.Address };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", host.AdminToken);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _host.Address;

    /// <summary>A host on an account; <paramref name="runSchedules"/> lets it run recurring exports.</summary>
    public static async Task<AdminSite> StartAsync(string connectionString, CancellationToken cancellationToken, bool runSchedules = false)
    {
        var settings = new LocalSettings
        {
            Urls = "http://127.0.0.1:0",
            AllowDevelopmentSignIn = true,
            RunSchedules = runSchedules,
            Overrides = new Dictionary<string, string?>(StringComparer.Ordinal) { ["ReportingStorage"] = connectionString, ["Logging:LogLevel:Default"] = "Warning" },
        };
        return new AdminSite(await LocalHost.StartAsync(settings, _ => { }, cancellationToken));
    }

    /// <summary>A host on an account that holds the project's sample.</summary>
    public static async Task<AdminSite> StartWithSampleAsync(string connectionString, CancellationToken cancellationToken)
    {
        AdminSite site = await StartAsync(connectionString, cancellationToken);
        foreach ((string kind, string lines) in SampleActivity.Create(TimeProvider.System.GetUtcNow()))
        {
            await site.WriteAsync(kind, lines, cancellationToken);
        }

        return site;
    }

    /// <summary>Writes NDJSON lines into the log.</summary>
    public async Task WriteAsync(string kind, string lines, CancellationToken cancellationToken)
    {
        using var content = new StringContent(lines, Encoding.UTF8, "application/x-ndjson");
        using HttpResponseMessage response = await _api.PostAsync(new Uri($"api/activity/{kind}", UriKind.Relative), content, cancellationToken);
        string answer = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, answer);
        Assert.True(JsonDocument.Parse(answer).RootElement.GetProperty("refused").GetInt64() == 0, answer);
    }

    /// <summary>Exports through the API alone: the bytes of the file.</summary>
    public async Task<byte[]> ExportAsync(object request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage accepted = await _api.PostAsJsonAsync("api/exports", request, cancellationToken);
        JsonElement job = await accepted.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        string id = job.GetProperty("id").GetString()!;
        while (job.GetProperty("state").GetString() is "QUEUED" or "IN_PROGRESS")
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            job = await _api.GetFromJsonAsync<JsonElement>($"api/exports/{id}", cancellationToken);
        }

        Assert.Equal("SUCCESSFUL", job.GetProperty("state").GetString());
        return await _api.GetByteArrayAsync(new Uri($"api/exports/{id}/file", UriKind.Relative), cancellationToken);
    }

    /// <summary>Makes a schedule, or changes it.</summary>
    public async Task PutScheduleAsync(string name, object schedule, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _api.PutAsJsonAsync($"api/schedules/{name}", schedule, cancellationToken);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>The answer to a GET of the API.</summary>
    public Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken) => _api.GetFromJsonAsync<JsonElement>(path, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _host.DisposeAsync();
    }
}
