using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Reporting.Api.Hosting;
using Reporting.Exports.Workflow;
using Reporting.Storage;

namespace Reporting.Benchmarks.Serve;

/// <summary>The API in a process of its own, as the hosts serve it: Kestrel, tokens of an issuer, an engine that runs what is started.</summary>
internal static class ServeHost
{
    /// <summary>What tokens are for.</summary>
    public const string Audience = "reporting-benchmark";

    /// <summary>Serves until standard input ends; says where it listens on standard output.</summary>
    /// <param name="connectionString">The account.</param>
    /// <param name="authority">The issuer.</param>
    /// <param name="runsExports">Whether what is started runs, or stays queued.</param>
    public static async Task RunAsync(string connectionString, string authority, bool runsExports)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(
        [
            new("Access:Authority", authority), new("Access:Audience", Audience), new("Exports:MaxRunningPerUser", "1000"),
            new("Exports:ManifestKeyFile", Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"reporting-benchmark-{Environment.ProcessId}.pem"))),
        ]);
        builder.Services.AddReporting(builder.Configuration);
        builder.Services.AddSingleton(ReportingStorageFactory.Create(connectionString));
        builder.Services.AddSingleton<BackgroundRunner>().AddSingleton<IExportRunner>(services => services.GetRequiredService<BackgroundRunner>());
        if (runsExports)
        {
            builder.Services.AddHostedService(services => services.GetRequiredService<BackgroundRunner>());
        }

        await using WebApplication application = builder.Build();
        application.MapReportingApi();
        await StorageSetup.CreateAsync(application.Services.GetRequiredService<ReportingStorage>());
        await application.StartAsync();
        Console.WriteLine(application.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        await application.StopAsync();
    }
}
