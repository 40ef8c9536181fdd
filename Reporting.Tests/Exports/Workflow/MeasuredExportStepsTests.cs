using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Exports.Workflow;
using Reporting.Telemetry;
using Reporting.Tests.Functions.Durable;

namespace Reporting.Tests.Exports.Workflow;

public sealed class MeasuredExportStepsTests : IDisposable
{
    private readonly PlainMeters _meters = new();
    private readonly MeterListener _listener = new();
    private readonly ActivityListener _spans;
    private readonly List<string> _measured = [];
    private readonly List<System.Diagnostics.Activity> _ended = [];
    private readonly Mock<IExportSteps> _steps = new(MockBehavior.Strict);
    private readonly FakeTimeProvider _time = new();
    private readonly MeasuredExportSteps _subject;
    private readonly string _job = Guid.NewGuid().ToString("n");

    public MeasuredExportStepsTests()
    {
        var meter = new ReportingMeter(_meters);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == _meters.Only)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Add(FormattableString.Invariant($"{instrument.Name} {value} {Text(tags)}").Trim()));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Add(FormattableString.Invariant($"{instrument.Name} {value} {Text(tags)}").Trim()));
        _listener.Start();
        _spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == ReportingTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("reporting.job") as string == _job)
                {
                    _ended.Add(activity);
                }
            },
        };
        ActivitySource.AddActivityListener(_spans);
        _subject = new MeasuredExportSteps(_steps.Object, meter, _time);
    }

    [Fact]
    public async Task A_slice_is_counted_and_stands_in_the_callers_trace()
    {
        using System.Diagnostics.Activity caller = new System.Diagnostics.Activity("request").Start();
        var result = new SliceResult(3, 1, "a", 7, 900, null);
        _steps.Setup(steps => steps.ExportSliceAsync(It.IsAny<SliceRequest>())).Callback(() => _time.Advance(TimeSpan.FromSeconds(2.5))).ReturnsAsync(result);

        Assert.Same(result, await _subject.ExportSliceAsync(new SliceRequest(_job, 3, 1, null, 0)));
        Assert.Equal(["reporting.export.rows 7", "reporting.export.bytes 900", "reporting.export.step.duration 2.5 step=slice failed=False"], _measured);
        System.Diagnostics.Activity span = Assert.Single(_ended);
        Assert.Equal(("export slice", caller.TraceId, 3), (span.OperationName, span.TraceId, span.GetTagItem("reporting.slice")));
    }

    [Fact]
    public async Task A_failure_is_counted_goes_through_and_does_not_show_its_text()
    {
        var failure = new TimeoutException("AccountKey=secret");
        _steps.Setup(steps => steps.CommitAsync(It.IsAny<CommitRequest>())).ThrowsAsync(failure);

        Assert.Same(failure, await Assert.ThrowsAsync<TimeoutException>(() => _subject.CommitAsync(new CommitRequest(_job, []))));
        Assert.Equal(["reporting.export.step.duration 0 step=commit failed=True", "reporting.export.failures 1 step=commit"], _measured);
        System.Diagnostics.Activity span = Assert.Single(_ended);
        Assert.Equal((ActivityStatusCode.Error, "TimeoutException"), (span.Status, span.StatusDescription));
    }

    [Theory]
    [InlineData(ExportOutcome.Successful, "successful")]
    [InlineData(ExportOutcome.Failed, "failed")]
    [InlineData(ExportOutcome.Canceled, "canceled")]
    public async Task An_end_is_counted_by_its_outcome(ExportOutcome outcome, string tag)
    {
        _steps.Setup(steps => steps.FinishAsync(It.IsAny<FinishRequest>())).Returns(Task.CompletedTask);
        await _subject.FinishAsync(new FinishRequest(_job, outcome, null, null));
        Assert.Contains("reporting.export.finished 1 outcome=" + tag, _measured);
    }

    [Fact]
    public async Task A_plan_is_measured()
    {
        _steps.Setup(steps => steps.PlanAsync(It.IsAny<PlanRequest>())).ReturnsAsync(new ExportPlan(4, 2, 0, 100));
        await _subject.PlanAsync(new PlanRequest(_job));
        Assert.Equal(["reporting.export.step.duration 0 step=plan failed=False"], _measured);
        Assert.Equal(4, Assert.Single(_ended).GetTagItem("reporting.slices"));
    }

    public void Dispose()
    {
        _spans.Dispose();
        _listener.Dispose();
        _meters.Dispose();
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
