using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using Reporting.Telemetry;

namespace Reporting.Functions.Hosting;

/// <summary>Logs, traces and metrics of the worker. The host sends its own; <c>telemetryMode</c> in host.json makes both OpenTelemetry.</summary>
internal static class HostTelemetry
{
    /// <summary>The durable client's spans: they carry the trace from the request to the orchestration.</summary>
    private const string DurableSource = "Microsoft.DurableTask";

    /// <summary>Sends to Application Insights (as the identity that AZURE_CLIENT_ID names) and to an OTLP collector, whichever the settings name; to nobody when they name none.</summary>
    public static IServiceCollection AddHostTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        IOpenTelemetryBuilder telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(ReportingTelemetry.Name, DurableSource))
            .WithMetrics(metrics => metrics.AddMeter(ReportingTelemetry.Name))
            .WithLogging()
            .UseFunctionsWorkerDefaults();
        AddExporters(telemetry, configuration);
        return services;
    }

    private static void AddExporters(IOpenTelemetryBuilder telemetry, IConfiguration configuration)
    {
        if (!string.IsNullOrEmpty(configuration["APPLICATIONINSIGHTS_CONNECTION_STRING"]))
        {
            telemetry.UseAzureMonitorExporter(exporter => exporter.Credential = new DefaultAzureCredential());
        }

        if (!string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
        {
            telemetry.UseOtlpExporter();
        }
    }
}
