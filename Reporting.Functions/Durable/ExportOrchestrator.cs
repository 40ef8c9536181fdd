using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Functions.Durable;

/// <summary>The export workflow as a durable orchestration.</summary>
public sealed class ExportOrchestrator(ReportingMeter meter)
{
    [Function(nameof(RunExport))]
    public async Task<ExportOutcome> RunExport([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string jobId = context.GetInput<string>() ?? throw new InvalidOperationException("The orchestration was started without a job's id.");
        ILogger logger = context.CreateReplaySafeLogger<ExportOrchestrator>();
        DurableLog.Running(logger, jobId, context.InstanceId);
        using var retries = new StepRetries(context, meter, logger);
        return await ExportWorkflow.RunAsync(jobId, new DurableExportSteps(context, retries), new DurableExportSignals(context));
    }
}
