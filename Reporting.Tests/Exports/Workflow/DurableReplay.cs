using System.Text.Json;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>The orchestrator run from its start over recorded events, as the engine does after each new one.</summary>
internal sealed class DurableReplay
{
    private readonly ReplayContext _context;
    private readonly Task<ExportOutcome> _run;

    public DurableReplay(string jobId, IReadOnlyList<DurableEvent> events, ReportingMeter? meter = null)
    {
        var pump = new PumpContext();
        _context = new ReplayContext(jobId, pump, events.Count - 1);
        Task<ExportOutcome> run = null!;
        pump.Run(() => run = new ExportOrchestrator(meter ?? new ReportingMeter(new PlainMeters())).RunAsync(_context, jobId));
        _run = run;
        foreach (DurableEvent item in events)
        {
            _context.Feed(item);
        }
    }

    public IReadOnlyList<DurableAction> Actions => _context.Actions;

    /// <summary>The payloads of the activities asked for.</summary>
    public IReadOnlyList<object> Requests => [.. Actions.Where(action => action.Kind == "activity").Select(action => action.Request())];

    public IReadOnlyList<TimeSpan> Waits => _context.Waits;

    public int OpenTimers => _context.OpenTimers;

    public bool Ended => _run.IsCompleted;

    public string Outcome => _run.IsCompletedSuccessfully ? JsonSerializer.Serialize(_run.Result, WorkflowJson.Options) : _run.Exception!.InnerException!.GetType().Name;

    public string? CustomStatus => _context.CustomStatus;
}
