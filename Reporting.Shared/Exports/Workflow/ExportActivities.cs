using System.Diagnostics;
using System.Text.Json.Serialization;
using Reporting.Exports.Slices;
using Reporting.Telemetry;

namespace Reporting.Exports.Workflow;

/// <summary>
/// The activities of an export, measured, for the engine of each host to call. An engine can run an activity twice, also at once, and records one
/// result. An activity that is stopped by its token throws <see cref="OperationCanceledException"/>; running it again later goes on.
/// </summary>
public sealed class ExportActivities
{
    private readonly PlanStep _plan;
    private readonly SliceStep _slice;
    private readonly CommitStep _commit;
    private readonly FinishStep _finish;
    private readonly ReportingMeter _meter;
    private readonly TimeProvider _time;

    internal ExportActivities(PlanStep plan, SliceStep slice, CommitStep commit, FinishStep finish, ReportingMeter meter, TimeProvider time) =>
        (_plan, _slice, _commit, _finish, _meter, _time) = (plan, slice, commit, finish, meter, time);

    /// <summary>Fixes the range and cuts it into slices.</summary>
    public Task<ExportPlan> PlanAsync(PlanRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("plan", request.JobId, () => _plan.RunAsync(request, cancellationToken), static (span, plan) =>
        {
            span?.SetTag("reporting.slices", plan.SliceCount);
            span?.SetTag("reporting.rows.estimated", plan.EstimatedRows);
        });
    }

    /// <summary>Writes one slice, or as much of it as its time budget lets it.</summary>
    public Task<SliceResult> ExportSliceAsync(SliceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("slice", request.JobId, () => _slice.RunAsync(request, cancellationToken), (span, slice) =>
        {
            _meter.SliceWritten(slice.Rows, slice.Bytes);
            span?.SetTag("reporting.slice", slice.Slice);
            span?.SetTag("reporting.part", slice.Part);
            span?.SetTag("reporting.rows", slice.Rows);
            span?.SetTag("reporting.bytes", slice.Bytes);
        });
    }

    /// <summary>Makes the file of exactly the slice parts named, then its manifest.</summary>
    public Task<ExportFile> CommitAsync(CommitRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("commit", request.JobId, () => _commit.RunAsync(request, cancellationToken), static (span, file) =>
        {
            span?.SetTag("reporting.rows", file.Rows);
            span?.SetTag("reporting.bytes", file.Bytes);
        });
    }

    /// <summary>Brings the job to its one terminal state.</summary>
    public Task FinishAsync(FinishRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("finish", request.JobId, () => FinishOnceAsync(request, cancellationToken), (span, outcome) =>
        {
            _meter.ExportFinished(outcome);
            span?.SetTag("reporting.outcome", outcome);
        });
    }

    private async Task<string> FinishOnceAsync(FinishRequest request, CancellationToken cancellationToken)
    {
        await _finish.RunAsync(request, cancellationToken);
        return request.Outcome switch
        {
            ExportOutcome.Successful => "successful",
            ExportOutcome.Canceled => "canceled",
            _ => "failed",
        };
    }

    private async Task<TResult> MeasureAsync<TResult>(string step, string jobId, Func<Task<TResult>> run, Action<System.Diagnostics.Activity?, TResult> note)
    {
        using System.Diagnostics.Activity? span = ReportingTelemetry.Source.StartActivity("export " + step);
        span?.SetTag("reporting.job", jobId);
        long started = _time.GetTimestamp();
        bool failed = true;
        try
        {
            TResult result = await run();
            failed = false;
            note(span, result);
            return result;
        }
        catch (Exception exception)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
        finally
        {
            _meter.StepEnded(step, _time.GetElapsedTime(started), failed);
        }
    }
}

/// <summary>
/// How engines write the requests and results of steps, events and progress into their history. Exports in flight were written by an
/// earlier release: add to this, never change it.
/// </summary>
public static class WorkflowJson
{
    /// <summary>Names as declared, read in any case; enums by name; nothing for null, which keeps 96 results small.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNameCaseInsensitive = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };
}
