using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;
using Reporting.Telemetry;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>The app's orchestrator run from its start over recorded events, as the engine does after each new one.</summary>
internal sealed class DurableReplay
{
    private readonly ReplayContext _context;
    private readonly Task<ExportOutcome> _run;

    public DurableReplay(string jobId, IReadOnlyList<DurableEvent> events, ReportingMeter? meter = null)
    {
        var pump = new PumpContext();
        _context = new ReplayContext(jobId, pump, events.Count - 1);
        Task<ExportOutcome> run = null!;
        pump.Run(() => run = new ExportOrchestrator(meter ?? new ReportingMeter(new PlainMeters())).RunExport(_context));
        _run = run;
        foreach (DurableEvent item in events)
        {
            _context.Feed(item);
        }
    }

    public IReadOnlyList<DurableAction> Actions => _context.Actions;

    public IReadOnlyList<TimeSpan> Waits => _context.Waits;

    public int OpenTimers => _context.OpenTimers;

    public bool Ended => _run.IsCompleted;

    public string Outcome => _run.IsCompletedSuccessfully ? JsonSerializer.Serialize(_run.Result, WorkflowJson.Options) : _run.Exception!.InnerException!.GetType().Name;

    public string? CustomStatus => _context.CustomStatus;
}
