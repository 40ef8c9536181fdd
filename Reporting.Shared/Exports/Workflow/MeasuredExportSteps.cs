using System.Diagnostics;
using Reporting.Telemetry;

namespace Reporting.Exports.Workflow;

/// <summary>The steps with a span and measurements around each; for whatever engine runs them.</summary>
public sealed class MeasuredExportSteps(IExportSteps steps, ReportingMeter meter, TimeProvider time) : IExportSteps
{
    /// <inheritdoc/>
    public Task<ExportPlan> PlanAsync(PlanRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("plan", request.JobId, steps.PlanAsync, request, static (activity, plan) =>
        {
            activity?.SetTag("reporting.slices", plan.SliceCount);
            activity?.SetTag("reporting.rows.estimated", plan.EstimatedRows);
        });
    }

    /// <inheritdoc/>
    public Task<SliceResult> ExportSliceAsync(SliceRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("slice", request.JobId, steps.ExportSliceAsync, request, (activity, slice) =>
        {
            meter.SliceWritten(slice.Rows, slice.Bytes);
            activity?.SetTag("reporting.slice", slice.Slice);
            activity?.SetTag("reporting.part", slice.Part);
            activity?.SetTag("reporting.rows", slice.Rows);
            activity?.SetTag("reporting.bytes", slice.Bytes);
        });
    }

    /// <inheritdoc/>
    public Task<ExportFile> CommitAsync(CommitRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("commit", request.JobId, steps.CommitAsync, request, static (activity, file) =>
        {
            activity?.SetTag("reporting.rows", file.Rows);
            activity?.SetTag("reporting.bytes", file.Bytes);
        });
    }

    /// <inheritdoc/>
    public Task FinishAsync(FinishRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MeasureAsync("finish", request.JobId, FinishOnceAsync, request, (activity, outcome) =>
        {
            meter.ExportFinished(outcome);
            activity?.SetTag("reporting.outcome", outcome);
        });
    }

    private async Task<string> FinishOnceAsync(FinishRequest request)
    {
        await steps.FinishAsync(request);
        return request.Outcome switch
        {
            ExportOutcome.Successful => "successful",
            ExportOutcome.Canceled => "canceled",
            _ => "failed",
        };
    }

    private async Task<TResult> MeasureAsync<TRequest, TResult>(
        string step, string jobId, Func<TRequest, Task<TResult>> run, TRequest request, Action<System.Diagnostics.Activity?, TResult> note)
    {
        using System.Diagnostics.Activity? activity = ReportingTelemetry.Source.StartActivity("export " + step);
        activity?.SetTag("reporting.job", jobId);
        long started = time.GetTimestamp();
        bool failed = true;
        try
        {
            TResult result = await run(request);
            failed = false;
            note(activity, result);
            return result;
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            throw;
        }
        finally
        {
            meter.StepEnded(step, time.GetElapsedTime(started), failed);
        }
    }
}
