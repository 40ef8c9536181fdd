using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Exports.Pacing;
using Reporting.Exports.Planning;
using Reporting.Exports.Reaping;
using Reporting.Exports.Requests;
using Reporting.Exports.Retention;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Composition;

/// <summary>Registers <c>Exports</c>.</summary>
internal static class ExportsServices
{
    public static IServiceCollection AddExports(this IServiceCollection services)
    {
        services.AddOptions<ExportsOptions>().BindConfiguration(ExportsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ExportRequestValidator>();
        services.AddSingleton<ExportJobStore>();
        services.AddSingleton<ExportIdempotency>();
        services.AddSingleton<RunningExports>();
        services.AddSingleton<ExportEnqueuer>();
        services.AddSingleton<ExportIntake>();
        services.AddSingleton<ExportWithdrawal>();
        services.AddSingleton<SliceStore>();
        services.AddSingleton<ExportFiles>();
        services.AddSingleton<IExportLinks, ExportLinks>();
        services.AddSingleton(CreateManifestKeys);
        services.AddSingleton<ManifestWriter>();
        services.AddSingleton<ExportPlanner>();
        services.AddSingleton<BlockBuffers>();
        services.AddSingleton<ActiveJobs>();
        services.AddSingleton<RowRateLimiter>();
        services.AddSingleton<RateShares>();
        services.AddSingleton<PlanStep>();
        services.AddSingleton<SliceStep>();
        services.AddSingleton<CommitStep>();
        services.AddSingleton<FinishStep>();
        services.AddSingleton<ScheduledExportEnded>((_, _) => Task.CompletedTask); // Until schedules are added.
        services.AddSingleton<ExportReaper>();
        services.AddSingleton<ExpiredFiles>();
        services.AddSingleton<FileRetention>();
        services.AddSingleton<JobRetention>();
        services.AddSingleton<IdempotencyRetention>();
        services.AddSingleton<LiveRanges>();
        services.AddSingleton<ExportOrchestrator>();
        services.AddSingleton(provider => new ExportActivities(
            provider.GetRequiredService<PlanStep>(), provider.GetRequiredService<SliceStep>(), provider.GetRequiredService<CommitStep>(),
            provider.GetRequiredService<FinishStep>(), provider.GetRequiredService<ReportingMeter>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>The user's application data. Unverified, because where the folder is not made yet a verified answer is empty, and the key would go to the working folder.</summary>
    private static string DefaultFolder => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    private static IManifestKeys CreateManifestKeys(IServiceProvider provider)
    {
        ExportsOptions options = provider.GetRequiredService<IOptions<ExportsOptions>>().Value;
        if (options.ManifestKeyVaultKey.Length > 0)
        {
            TokenCredential credential = provider.GetService<TokenCredential>() ?? new DefaultAzureCredential();
            return new KeyVaultManifestKeys(new Uri(options.ManifestKeyVaultKey), credential, provider.GetRequiredService<TimeProvider>());
        }

        string path = options.ManifestKeyFile.Length > 0
            ? options.ManifestKeyFile
            : Path.Combine(DefaultFolder, "Reporting", "manifest-key.pem");
        return new FileManifestKeys(path, provider.GetRequiredService<ILogger<FileManifestKeys>>());
    }
}
