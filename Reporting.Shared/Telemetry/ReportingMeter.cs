using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Reporting.Telemetry;

/// <summary>What reporting counts. Units are UCUM codes, as OpenTelemetry asks for. Tags never name a person or a job: they would make a series each.</summary>
public sealed class ReportingMeter
{
    private readonly Counter<long> _rows;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _finished;
    private readonly Counter<long> _reaped;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _auditFailures;
    private readonly Counter<long> _deletedRows;
    private readonly Counter<long> _deletedFiles;
    private readonly Counter<long> _removedJobs;
    private readonly Histogram<double> _seconds;

    /// <summary>Makes the instruments of the meter <see cref="ReportingTelemetry.Name"/>.</summary>
    public ReportingMeter(IMeterFactory factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        Meter meter = factory.Create(ReportingTelemetry.Name);
        _rows = meter.CreateCounter<long>("reporting.export.rows", "{row}", "Rows written by slices, also by executions that do not count in the end.");
        _bytes = meter.CreateCounter<long>("reporting.export.bytes", "By", "Bytes staged by slices.");
        _retries = meter.CreateCounter<long>("reporting.export.retries", "{retry}", "Steps that are tried again, by step: plan, slice, commit or finish.");
        _failures = meter.CreateCounter<long>("reporting.export.failures", "{failure}", "Executions of steps that ended with an exception, by step.");
        _finished = meter.CreateCounter<long>("reporting.export.finished", "{export}", "Exports brought to their end, by outcome: successful, failed or canceled. The alert on failed exports watches it.");
        _reaped = meter.CreateCounter<long>("reporting.export.reaped", "{export}", "Exports that the reaper brought on, by outcome: started, failed or canceled.");
        _refused = meter.CreateCounter<long>("reporting.requests.refused", "{request}", "Requests refused because the process had no room for them, by kind: ingest or request.");
        _auditFailures = meter.CreateCounter<long>(
            "reporting.audit.failures", "{event}",
            "Own events that could not be written to the audit log as they should, by kind: outcome (it is missing), refusals (they wait to be written), "
            + "unavailable (nothing was done because the event could not be written), contradicted (another event stood in the place; it was written under another id).");
        _deletedRows = meter.CreateCounter<long>("reporting.retention.rows", "{row}", "Rows of activity, and what points to them, that retention deleted, by table.");
        _deletedFiles = meter.CreateCounter<long>("reporting.retention.files", "{file}", "Files that retention deleted, by kind: export or scheduled.");
        _removedJobs = meter.CreateCounter<long>("reporting.retention.jobs", "{job}", "Old export jobs that retention removed.");
        _seconds = meter.CreateHistogram<double>("reporting.export.step.duration", "s", "How long one execution of a step took, by step and by whether it failed.");
    }

    /// <summary>Counts what a slice wrote.</summary>
    public void SliceWritten(long rows, long bytes)
    {
        _rows.Add(rows);
        _bytes.Add(bytes);
    }

    /// <summary>Counts one execution of a step (<c>plan</c>, <c>slice</c>, <c>commit</c>, <c>finish</c>) that took <paramref name="elapsed"/>.</summary>
    public void StepEnded(string step, TimeSpan elapsed, bool failed)
    {
        _seconds.Record(elapsed.TotalSeconds, new("step", step), new("failed", failed));
        if (failed)
        {
            _failures.Add(1, Step(step));
        }
    }

    /// <summary>Counts a step that is about to be tried again.</summary>
    public void StepRetried(string step) => _retries.Add(1, Step(step));

    /// <summary>Counts an export that reached its end with <paramref name="outcome"/> (<c>successful</c>, <c>failed</c>, <c>canceled</c>).</summary>
    public void ExportFinished(string outcome) => _finished.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts an export that the reaper brought on: <c>started</c>, <c>failed</c> or <c>canceled</c>.</summary>
    public void ExportReaped(string outcome) => _reaped.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Counts a request for which there was no room; <paramref name="kind"/> is <c>ingest</c> or <c>request</c>.</summary>
    public void RequestRefused(string kind) => _refused.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>
    /// Counts an own event that could not be written as it should: <c>outcome</c> (it stays as Started), <c>refusals</c> (it is tried again), <c>unavailable</c> (nothing was
    /// done), <c>contradicted</c> (another event stands in its place).
    /// </summary>
    public void AuditFailed(string kind) => _auditFailures.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Counts rows of a table that retention deleted.</summary>
    public void RowsDeleted(string table, long rows) => _deletedRows.Add(rows, new KeyValuePair<string, object?>("table", table));

    /// <summary>Counts a file that retention deleted: <c>export</c> or <c>scheduled</c>.</summary>
    public void FileDeleted(string kind) => _deletedFiles.Add(1, new KeyValuePair<string, object?>("kind", kind));

    /// <summary>Counts an old job that retention removed.</summary>
    public void JobRemoved() => _removedJobs.Add(1);

    private static TagList Step(string step) => new() { { "step", step } };
}

/// <summary>The names under which reporting traces and measures, and its source of spans. A host subscribes to both.</summary>
public static class ReportingTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Reporting";

    /// <summary>Spans of reporting. They join the caller's trace, so one trace leads from the request to its slices.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
