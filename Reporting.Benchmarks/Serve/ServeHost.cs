using System.Security.Cryptography;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Reporting.Api.Hosting;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Exports.Workflow;
using Reporting.Storage;
using Reporting.Tests.Exports;

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

/// <summary>Runs exports beside the API, a few at a time, without remembering their steps.</summary>
internal sealed class BackgroundRunner(IServiceProvider services) : BackgroundService, IExportRunner
{
    private const int AtATime = 4;
    private readonly Channel<string> _jobs = Channel.CreateUnbounded<string>();

    public string Engine => "benchmark";

    public Task StartAsync(string jobId, CancellationToken cancellationToken) => _jobs.Writer.WriteAsync(jobId, cancellationToken).AsTask();

    public Task SignalCancelAsync(string jobId, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<RunnerStatus> GetStatusAsync(string jobId, CancellationToken cancellationToken) => throw new NotSupportedException();

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _jobs.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = stoppingToken },
        async (id, cancellationToken) => await DirectOrchestration.RunAsync(
            services.GetRequiredService<ExportOrchestrator>(), id, DirectOrchestration.Of(services.GetRequiredService<ExportActivities>(), cancellationToken)));
}

/// <summary>An OpenID Connect issuer with one RSA key, for as many users as are wanted.</summary>
internal sealed class Issuer : IAsyncDisposable
{
    private const string KeyId = "benchmark";
    private readonly WebApplication _application;
    private readonly RSA _key = RSA.Create(2048);

    private Issuer(WebApplication application) => _application = application;

    /// <summary>Its address.</summary>
    public string Address => _application.Urls.First();

    public static async Task<Issuer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new Issuer(builder.Build());
        RSAParameters key = issuer._key.ExportParameters(includePrivateParameters: false);
        RequestDelegate document = context => context.Response.WriteAsJsonAsync(new Dictionary<string, string>(StringComparer.Ordinal) { ["issuer"] = issuer.Address, ["jwks_uri"] = issuer.Address + "/keys" });
        RequestDelegate keys = context => context.Response.WriteAsJsonAsync(new { keys = new[] { new { kty = "RSA", kid = KeyId, use = "sig", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } });
        issuer._application.MapGet("/.well-known/openid-configuration", document);
        issuer._application.MapGet("/keys", keys);
        await issuer._application.StartAsync();
        return issuer;
    }

    /// <summary>An administrator's token, good for an hour.</summary>
    public string Issue(string user)
    {
        DateTime now = TimeProvider.System.GetUtcNow().UtcDateTime;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Address, Audience = ServeHost.Audience, TokenType = "at+jwt", IssuedAt = now, NotBefore = now, Expires = now.AddHours(1),
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["email"] = user, ["roles"] = new[] { "admin", "activity.write" } },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_key) { KeyId = KeyId }, SecurityAlgorithms.RsaSha256),
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _key.Dispose();
    }
}
