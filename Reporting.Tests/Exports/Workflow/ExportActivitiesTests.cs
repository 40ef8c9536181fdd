using System.Diagnostics;
using System.Diagnostics.Metrics;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;

namespace Reporting.Tests.Exports.Workflow;

public sealed class ExportActivitiesTests(AzuriteServer azurite) : IAsyncDisposable
{
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];
    private readonly List<System.Diagnostics.Activity> _ended = [];
    private ActivityListener? _spans;
    private ExportRig? _rig;

    [Fact]
    public async Task Each_activity_is_measured_and_stands_in_the_callers_trace()
    {
        using System.Diagnostics.Activity caller = new System.Diagnostics.Activity("request").Start();
        (ExportRig rig, ExportJob job) = await StartAsync(new FakeLog().Fill(7));
        ExportPlan plan = await rig.PlanAsync(job);
        rig.Log.BeforePage = () =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(2.5));
            return Task.CompletedTask;
        };
        SliceResult slice = await rig.SliceAsync(job);
        ExportFile file = await rig.CommitAsync(job, slice);
        await rig.FinishAsync(job, ExportOutcome.Successful, file);

        Assert.Equal(
            [
                "reporting.export.step.duration 0 step=plan failed=False", "reporting.export.rows 7", "reporting.export.bytes " + slice.Bytes.ToString(CultureInfo.InvariantCulture),
                "reporting.export.step.duration 5 step=slice failed=False", "reporting.export.step.duration 0 step=commit failed=False",
                "reporting.export.finished 1 outcome=successful", "reporting.export.step.duration 0 step=finish failed=False",
            ],
            _measured);
        Assert.Equal(["export plan", "export slice", "export commit", "export finish"], _ended.Select(span => span.OperationName));
        Assert.All(_ended, span => Assert.Equal(caller.TraceId, span.TraceId));
        Assert.Equal((plan.SliceCount, 0, 7L, "successful"), (_ended[0].GetTagItem("reporting.slices"), _ended[1].GetTagItem("reporting.slice"), _ended[2].GetTagItem("reporting.rows"), _ended[3].GetTagItem("reporting.outcome")));
    }

    [Fact]
    public async Task A_failure_is_counted_goes_through_and_does_not_show_its_text()
    {
        (ExportRig rig, ExportJob job) = await StartAsync(new FakeLog().Fill(7));
        await rig.PlanAsync(job);
        _measured.Clear();
        var failure = new TimeoutException("AccountKey=secret");
        rig.Log.BeforePage = () => throw failure;

        Assert.Same(failure, await Assert.ThrowsAsync<TimeoutException>(() => rig.SliceAsync(job)));
        Assert.Equal(["reporting.export.step.duration 0 step=slice failed=True", "reporting.export.failures 1 step=slice"], _measured);
        Assert.Equal((ActivityStatusCode.Error, "TimeoutException"), (_ended[^1].Status, _ended[^1].StatusDescription));
    }

    [Theory]
    [InlineData(ExportOutcome.Failed, "failed")]
    [InlineData(ExportOutcome.Canceled, "canceled")]
    public async Task An_end_without_a_file_is_counted_by_its_outcome(ExportOutcome outcome, string tag)
    {
        (ExportRig rig, ExportJob job) = await StartAsync(new FakeLog());
        await rig.FinishAsync(job, outcome);
        Assert.Contains("reporting.export.finished 1 outcome=" + tag, _measured);
    }

    public async ValueTask DisposeAsync()
    {
        _spans?.Dispose();
        _listener.Dispose();
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }
    }

    private async Task<(ExportRig Rig, ExportJob Job)> StartAsync(FakeLog log)
    {
        ExportRig rig = _rig = await ExportRig.CreateAsync(azurite, log);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == rig.Get<IMeterFactory>() && instrument.Name.StartsWith("reporting.export", StringComparison.Ordinal))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Add(FormattableString.Invariant($"{instrument.Name} {value} {Text(tags)}").Trim()));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Add(FormattableString.Invariant($"{instrument.Name} {value} {Text(tags)}").Trim()));
        _listener.Start();
        ExportJob job = await rig.AddJobAsync(seconds: 7);
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ReportingTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("reporting.job") as string == job.Id)
                {
                    _ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_spans);
        return (rig, job);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var texts = new List<string>();
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            texts.Add(tag.Key + "=" + tag.Value);
        }

        return string.Join(' ', texts);
    }
}
