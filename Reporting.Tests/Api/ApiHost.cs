using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Moq;
using Reporting.Access;
using Reporting.Access.Development;
using Reporting.Api.Hosting;
using Reporting.Exports.Workflow;
using Reporting.Storage;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Api;

/// <summary>The API on Kestrel, on a free port, over an Azurite account of its own; nothing runs what is started.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ApiHost(WebApplication app, string connection, Mock<IExportRunner> runner)
    {
        _app = app;
        Connection = connection;
        Runner = runner;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public string Connection { get; }

    public HttpClient Client { get; }

    public Mock<IExportRunner> Runner { get; }

    /// <summary>The service's clock; stands at the real time until it is moved.</summary>
    public required ShiftedTime Time { get; init; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts a host.</summary>
    /// <param name="azurite">Where its storage is.</param>
    /// <param name="settings">Settings beside the defaults.</param>
    /// <param name="services">Services to add or replace.</param>
    /// <param name="environment">The environment's name.</param>
    public static async Task<ApiHost> StartAsync(
        AzuriteServer azurite, IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, string environment = "Development")
    {
        string connection = azurite.NewAccount();
        var runner = new Mock<IExportRunner>();
        runner.Setup(engine => engine.Engine).Returns("local");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.Services.AddReporting(builder.Configuration);
        builder.Services.AddSingleton(new ReportingStorage(new(connection), new(connection)));
        builder.Services.AddSingleton(runner.Object);
        builder.Services.OfferDevelopmentSignIn();
        builder.Services.Configure<DevelopmentSignInOptions>(options => options.KeyFolder = Path.Combine(Path.GetTempPath(), "reporting-tests-" + Environment.ProcessId));
        var time = new ShiftedTime();
        builder.Services.AddSingleton<TimeProvider>(time);
        services?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        app.MapReportingApi();
        await app.StartAsync();
        return new ApiHost(app, connection, runner) { Time = time };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
