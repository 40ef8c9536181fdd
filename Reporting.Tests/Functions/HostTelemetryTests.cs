using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Moq;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;
using Reporting.Functions.Hosting;
using Reporting.Telemetry;
using Reporting.Tests.Exports;
using Span = System.Diagnostics.Activity;

namespace Reporting.Tests.Functions;

/// <summary>What the function app hands to its exporters, with the engine's part of the way (queues, history) left out.</summary>
public sealed class HostTelemetryTests(AzuriteServer azurite) : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> _spans = []; // Other tests' spans come here too.
    private readonly ConcurrentQueue<string> _metrics = [];
    private readonly string _job = Guid.NewGuid().ToString("n");
    private ServiceProvider? _services;

    private ServiceProvider Services => _services ??= Listen();

    private ServiceProvider Listen()
    {
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton<ReportingMeter>();
        services.AddHostTelemetry(new ConfigurationBuilder().Build());
        services.ConfigureOpenTelemetryTracerProvider(tracing => tracing.AddProcessor(new Collector(_spans)));
        services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddReader(new BaseExportingMetricReader(new MetricCollector(_metrics))));
        ServiceProvider built = services.BuildServiceProvider();
        built.GetRequiredService<TracerProvider>();
        built.GetRequiredService<MeterProvider>();
        return built;
    }

    [Fact]
    public async Task A_slices_span_stands_in_the_trace_of_the_request_that_started_the_export()
    {
        using var request = new Span("request") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        request.Start();
        string? carried = null;
        var client = new Mock<DurableTaskClient>(MockBehavior.Strict, "test");
        client.Setup(durable => durable.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), _job, It.IsAny<StartOrchestrationOptions>(), It.IsAny<CancellationToken>()))
            .Callback(() => carried = Span.Current!.Id) // As the durable client does: the parent of the orchestration is the span that runs.
            .ReturnsAsync("export-job");
        var source = new DurableClientSource();
        source.Set(client.Object);
        await new DurableExportRunner(source, NullLogger<DurableExportRunner>.Instance).StartAsync(_job, CancellationToken.None);
        request.Stop();
        Span.Current = null;

        await InInvocationAsync(carried!, steps => steps.ExportSlice(new SliceRequest(_job, 0, 0, null, 0), CancellationToken.None));

        Span slice = Assert.Single(_spans, span => span.OperationName == "export slice" && span.GetTagItem("reporting.job") as string == _job);
        Assert.Equal(request.TraceId, slice.TraceId);
        Assert.Equal("invocation", slice.Parent!.OperationName);
    }

    [Fact]
    public async Task Metrics_of_the_service_reach_the_exporters()
    {
        await InInvocationAsync(null, steps => steps.ExportSlice(new SliceRequest(_job, 0, 0, null, 0), CancellationToken.None));
        Assert.True(Services.GetRequiredService<MeterProvider>().ForceFlush());
        Assert.Superset(
            new HashSet<string>(["reporting.export.rows", "reporting.export.bytes", "reporting.export.step.duration"], StringComparer.Ordinal),
            _metrics.ToHashSet(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317", true)]
    [InlineData("APPLICATIONINSIGHTS_CONNECTION_STRING=InstrumentationKey=00000000-0000-0000-0000-000000000001", true)]
    public async Task The_host_passes_the_services_own_log_on_unless_an_exporter_sends_it(string? setting, bool exported)
    {
        await using ServiceProvider services = ServicesWith(setting);

        // With this capability the host drops what a worker logs through it.
        Assert.Equal(exported, services.GetRequiredService<IOptions<WorkerOptions>>().Value.Capabilities.ContainsKey("WorkerOpenTelemetryEnabled"));
    }

    [Theory]
    [InlineData("Microsoft.AspNetCore.Routing.EndpointMiddleware", LogLevel.Information, false)]
    [InlineData("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning, true)]
    [InlineData("Reporting.Exports.Workflow.FinishStep", LogLevel.Information, true)]
    public async Task What_is_exported_is_our_own_log_and_warnings_of_the_server(string category, LogLevel level, bool enabled)
    {
        await using ServiceProvider services = ServicesWith("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:4317");
        Assert.Equal(enabled, services.GetRequiredService<ILoggerFactory>().CreateLogger(category).IsEnabled(level));
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>An activity function as the worker invokes it: under a span whose parent is what the engine carried.</summary>
    private async Task InInvocationAsync(string? parent, Func<ExportFunctions, Task> run)
    {
        using var invocation = new Span("invocation") { ActivityTraceFlags = ActivityTraceFlags.Recorded };
        if (parent is not null)
        {
            invocation.SetParentId(parent);
        }

        invocation.Start();
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(3));
        var activities = new ExportActivities(
            rig.Get<PlanStep>(), rig.Get<SliceStep>(), rig.Get<CommitStep>(), rig.Get<FinishStep>(), Services.GetRequiredService<ReportingMeter>(), TimeProvider.System);
        await run(new ExportFunctions(rig.Get<ExportOrchestrator>(), activities));
    }

    private static ServiceProvider ServicesWith(string? setting)
    {
        string[] parts = setting?.Split('=', 2) ?? [];
        var services = new ServiceCollection();
        services.AddLogging().AddHostTelemetry(new ConfigurationBuilder().AddInMemoryCollection(parts is [var name, var value] ? [KeyValuePair.Create<string, string?>(name, value)] : []).Build());
        return services.BuildServiceProvider();
    }

    private sealed class Collector(ConcurrentQueue<Span> ended) : BaseProcessor<Span>
    {
        public override void OnEnd(Span data) => ended.Enqueue(data);
    }

    private sealed class MetricCollector(ConcurrentQueue<string> names) : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (Metric metric in batch)
            {
                names.Enqueue(metric.Name);
            }

            return ExportResult.Success;
        }
    }
}
