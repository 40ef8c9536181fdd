using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Activity.Records;
using Reporting.Formats;
using Reporting.Reports.Changes;
using Reporting.Reports.Reading;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Composition;

/// <summary>The composition root of the core: what a host adds once.</summary>
public static class ReportingServices
{
    /// <summary>
    /// Adds all of reporting. The host adds what only it knows: <c>ReportingStorage</c>, <c>IExportRunner</c>, and authentication keys
    /// where they differ. Settings are read from <paramref name="configuration"/> (docs/configuration.md).
    /// </summary>
    public static IServiceCollection AddReporting(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        services.AddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddSingleton<ReportingMeter>();
        services.AddActivity();
        services.AddFormats();
        services.AddReports();
        services.AddExports();
        services.AddSchedules();
        services.AddReportingMetrics();
        services.AddAccess(configuration);
        services.AddApi();
        return services;
    }
}

/// <summary>Registers <c>Formats</c>.</summary>
internal static class FormatsServices
{
    public static IServiceCollection AddFormats(this IServiceCollection services)
    {
        services.AddOptions<CefOptions>().BindConfiguration(CefOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        return services
            .AddSingleton<IReportFormat, CsvFormat>()
            .AddSingleton<IReportFormat, CefFormat>()
            .AddSingleton<IReportFormat, JsonLinesFormat>()
            .AddSingleton<IReportFormat, OcsfFormat>()
            .AddSingleton<FormatCatalogue>()
            .AddSingleton<FormatOptionsFactory>();
    }
}

/// <summary>Registers <c>Reports</c>.</summary>
internal static class ReportsServices
{
    public static IServiceCollection AddReports(this IServiceCollection services) => 
        services.AddSingleton<IReportSource, ReportSource>().AddSingleton<ChangedWindows>();
}

/// <summary>Creates what the account must hold.</summary>
public static class StorageSetup
{
    /// <summary>All tables: those of the kinds of record, and the others.</summary>
    public static ImmutableArray<string> Tables { get; } = [.. RecordKinds.Tables.Select(table => table.Name), .. StorageNames.Tables];

    /// <summary>Creates every table and container that is not there yet; safe to run any number of times, also at once.</summary>
    public static async Task CreateAsync(ReportingStorage storage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        IEnumerable<Task> tables = Tables.Select(name => (Task)storage.Tables.CreateTableIfNotExistsAsync(name, cancellationToken));
        IEnumerable<Task> containers = StorageNames.Containers.Select(name =>
            (Task)storage.Blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken));
        await Task.WhenAll(tables.Concat(containers));
    }
}
