using Azure;
using Reporting.Exports.Workflow;
using Reporting.Local.Engine;

namespace Reporting.Tests.Local.Engine;

public sealed class StepRetriesTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(408, true)]
    [InlineData(409, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(403, false)]
    public void What_the_service_answers_decides_about_another_try(int status, bool another) =>
        Assert.Equal(another, StepRetries.IsTransient(new RequestFailedException(status, "answer")));

    [Fact]
    public void Broken_connections_and_timeouts_pass_and_our_own_faults_do_not()
    {
        Assert.True(StepRetries.IsTransient(new IOException()));
        Assert.True(StepRetries.IsTransient(new TaskCanceledException()));
        Assert.True(StepRetries.IsTransient(new AggregateException(new RequestFailedException(0, "no answer"))));
        Assert.False(StepRetries.IsTransient(new InvalidOperationException()));
        Assert.False(StepRetries.IsTransient(new ExportStepException("The log holds a row that cannot be read.")));
    }

    [Fact]
    public void Waits_double_and_end_at_half_a_minute() =>
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30], Enumerable.Range(1, 8).Select(attempt => StepRetries.DelayAfter(attempt).TotalSeconds));
}
