using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reporting.Access;
using Reporting.Api.Hosting;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Storage;
using Reporting.Tests.Api.OpenApi;

namespace Reporting.Tests.Api;

/// <summary>The API on Kestrel, on a free port, over an Azurite account of its own, as either host would serve it.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public required InlineRunner Runner { get; init; }

    /// <summary>The service's clock; stands at the real time until it is moved.</summary>
    public required ShiftedTime Time { get; init; }

    public required ReportingStorage Storage { get; init; }

    public IServiceProvider Services => _app.Services;

    /// <summary>A token of the development administrator.</summary>
    public string AdminToken => Services.GetRequiredService<DevelopmentIssuer>().IssueAdminToken();

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    /// <summary>Starts a host, on an account of its own if none is named.</summary>
    public static async Task<ApiHost> StartAsync(
        AzuriteServer azurite, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, string environment = "Development", ILoggerProvider? log = null,
        string? account = null, params TablePipelinePolicy[] policies)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(account ?? azurite.NewAccount(), policies);
        var runner = new InlineRunner();
        var time = new ShiftedTime();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        }

        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddReporting(builder.Configuration);
        builder.Services.AddSingleton(storage);
        builder.Services.AddSingleton<IExportRunner>(runner);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.OfferDevelopmentSignIn();
        builder.Services.Configure<DevelopmentSignInOptions>(options => options.KeyFolder = Path.Combine(Path.GetTempPath(), "reporting-tests-" + Environment.ProcessId));
        builder.Services.Configure<Reporting.Exports.ExportsOptions>(options => options.ManifestKeyFile = Path.Combine(Path.GetTempPath(), "reporting-tests-" + Environment.ProcessId, "manifest-key.pem"));
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        runner.Services = app.Services;
        app.MapReportingApi();
        await StorageSetup.CreateAsync(storage, CancellationToken);
        await app.StartAsync(CancellationToken);
        return new ApiHost(app) { Runner = runner, Time = time, Storage = storage };
    }

    /// <summary>Sends a request as the development administrator, or with another token, or (empty) with none.</summary>
    public async Task<ApiResponse> SendAsync(HttpMethod method, string path, string? json = null, string? token = null, params (string Name, string Value)[] headers)
    {
        using var content = json is null ? null : new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return await SendContentAsync(method, path, content, token, headers);
    }

    /// <summary>Sends a request with a body of any kind.</summary>
    public async Task<ApiResponse> SendContentAsync(HttpMethod method, string path, HttpContent? content, string? token = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (token is not "")
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? AdminToken);
        }

        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await Client.SendAsync(request, CancellationToken);
        var result = new ApiResponse((int)response.StatusCode, response.Headers, response.Content.Headers.ContentType?.ToString() ?? "", await response.Content.ReadAsByteArrayAsync(CancellationToken))
        {
            Allow = string.Join(", ", response.Content.Headers.Allow),
        };
        string? fault = ApiContract.FindFault(method.Method, path, result);
        Assert.True(fault is null, $"{method} {path}: {result.Status} {fault}\n{result.Text}");
        return result;
    }

    public Task<ApiResponse> GetAsync(string path, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Get, path, null, null, headers);

    public Task<ApiResponse> PostAsync(string path, string json, params (string Name, string Value)[] headers) => SendAsync(HttpMethod.Post, path, json, null, headers);

    /// <summary>Writes activity, one JSON object a line.</summary>
    public async Task<JsonElement> IngestAsync(string kind, params IEnumerable<string> lines)
    {
        using var content = new StringContent(string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        ApiResponse answer = await SendContentAsync(HttpMethod.Post, "/api/activity/" + kind, content);
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }

    /// <summary>Starts an export and waits until it has ended; gives it as the API shows it then.</summary>
    public async Task<JsonElement> ExportAsync(string json)
    {
        ApiResponse started = await PostAsync("/api/exports", json);
        Assert.True(started.Status == 202, started.Text);
        string id = started.Json.GetProperty("id").GetString()!;
        await Runner.EndOfAsync(id);
        return (await GetAsync("/api/exports/" + id)).Json;
    }

    /// <summary>An audit event as a line.</summary>
    public static string AuditEvent(int number, DateTimeOffset time, string outcome = "Success", string action = "create.token", string user = "ada@example.com", string description = "Create access token") =>
        JsonSerializer.Serialize(new
        {
            id = "event-" + number.ToString("D6", CultureInfo.InvariantCulture), timestamp = Rows.Text(time), userId = user, target = "access.tokens", action, actionType = "Create", description, outcome,
        });

    public async ValueTask DisposeAsync()
    {
        Runner.Release();
        Client.Dispose();
        await _app.DisposeAsync();
    }

    private static class Rows
    {
        public static string Text(DateTimeOffset time) => Reporting.Rows.Rfc3339.Format(time);
    }
}
