using Microsoft.DurableTask;
using Reporting.Exports.Workflow;

namespace Reporting.Functions.Durable;

/// <summary>
/// Cancellation and progress of one orchestration. There is one event waiter for the whole run: a second one would take the event
/// from the first, and a cancelled one can swallow it.
/// </summary>
internal sealed class DurableExportSignals(TaskOrchestrationContext context) : IExportSignals
{
    public Task CancelRequested { get; } = context.WaitForExternalEvent<string>(ExportInstances.CancelEvent);

    public void Report(ExportProgress progress) => context.SetCustomStatus(progress);
}
