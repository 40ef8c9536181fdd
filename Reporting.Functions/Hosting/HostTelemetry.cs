using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using Reporting.Telemetry;

namespace Reporting.Functions.Hosting;

/// <summary>
/// Logs, traces and metrics of the worker. The host sends its own; <c>telemetryMode</c> in host.json makes both OpenTelemetry. The levels in
/// host.json are the host's: what the worker exports is filtered here.
/// </summary>
internal static class HostTelemetry
{
    /// <summary>The durable client's spans: they carry the trace from the request to the orchestration.</summary>
    private const string DurableSource = "Microsoft.DurableTask";

    /// <summary>
    /// Sends to Application Insights (as the identity that AZURE_CLIENT_ID names) and to an OTLP collector, whichever the settings name. When they
    /// name none, the worker's log goes through the host, to its console.
    /// </summary>
    public static IServiceCollection AddHostTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        // Several lines of routing and execution for each request, which Host.Results tells in one.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        IOpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(ReportingTelemetry.Name, DurableSource))
            .WithMetrics(metrics => metrics.AddMeter(ReportingTelemetry.Name))
            .WithLogging();
        bool insights = !string.IsNullOrEmpty(configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]);
        bool collector = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        if (insights)
        {
            telemetry.UseAzureMonitorExporter(exporter => exporter.Credential = new DefaultAzureCredential());
        }

        if (collector)
        {
            telemetry.UseOtlpExporter();
        }

        if (insights || collector)
        {
            // This tells the host that the worker sends its own log. The host then drops what the worker logs through it, so without an exporter it would be lost.
            telemetry.UseFunctionsWorkerDefaults();
        }

        return services;
    }
}
