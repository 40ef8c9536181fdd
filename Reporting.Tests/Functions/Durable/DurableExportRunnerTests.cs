using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;
using Reporting.Exports;
using Reporting.Exports.Workflow;
using Reporting.Functions.Durable;

namespace Reporting.Tests.Functions.Durable;

public sealed class DurableExportRunnerTests
{
    private readonly Mock<DurableTaskClient> _client = new(MockBehavior.Strict, "test");
    private readonly DurableClientSource _source = new();
    private readonly DurableExportRunner _runner;

    public DurableExportRunnerTests()
    {
        _source.Set(_client.Object);
        _runner = new DurableExportRunner(_source, NullLogger<DurableExportRunner>.Instance);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Starting_makes_an_instance_of_the_jobs_id_that_no_earlier_one_gives_way_to()
    {
        StartOrchestrationOptions? options = null;
        _client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync("RunExport", "job1", It.IsAny<StartOrchestrationOptions>(), Token))
            .Callback((TaskName _, object? _, StartOrchestrationOptions? given, CancellationToken _) => options = given)
            .ReturnsAsync("export-job1");
        await _runner.StartAsync("job1", Token);

        Assert.Equal("export-job1", options!.InstanceId);
        Assert.Equal(["Completed", "Failed", "Pending", "Running", "Suspended", "Terminated"], options.DedupeStatuses!.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Starting_what_was_started_already_does_nothing()
    {
        _client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync("RunExport", "job1", It.IsAny<StartOrchestrationOptions>(), Token))
            .ThrowsAsync(new OrchestrationAlreadyExistsException("there"));
        await _runner.StartAsync("job1", Token);
        _client.VerifyAll();
    }

    [Fact]
    public async Task A_start_that_fails_otherwise_is_told()
    {
        _client.Setup(client => client.ScheduleNewOrchestrationInstanceAsync("RunExport", "job1", It.IsAny<StartOrchestrationOptions>(), Token))
            .ThrowsAsync(new RpcException(new Status(StatusCode.Unavailable, "down")));
        await Assert.ThrowsAsync<RpcException>(() => _runner.StartAsync("job1", Token));
    }

    [Fact]
    public async Task Cancelling_raises_the_event_that_the_orchestration_waits_for()
    {
        _client.Setup(client => client.RaiseEventAsync("export-job1", ExportOrchestrator.CancelEvent, "job1", Token)).Returns(Task.CompletedTask);
        await _runner.SignalCancelAsync("job1", Token);
        _client.VerifyAll();
    }

    [Theory]
    [InlineData(StatusCode.NotFound)]
    [InlineData(StatusCode.FailedPrecondition)]
    public async Task Cancelling_what_is_not_there_or_has_ended_does_nothing(StatusCode code)
    {
        _client.Setup(client => client.RaiseEventAsync("export-job1", ExportOrchestrator.CancelEvent, "job1", Token)).ThrowsAsync(new RpcException(new Status(code, "")));
        await _runner.SignalCancelAsync("job1", Token);
        _client.VerifyAll();
    }

    [Fact]
    public async Task Cancelling_that_fails_otherwise_is_told()
    {
        _client.Setup(client => client.RaiseEventAsync("export-job1", ExportOrchestrator.CancelEvent, "job1", Token)).ThrowsAsync(new RpcException(new Status(StatusCode.Internal, "")));
        await Assert.ThrowsAsync<RpcException>(() => _runner.SignalCancelAsync("job1", Token));
    }

    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Pending, RunnerState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Running, RunnerState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, RunnerState.Running)]
    [InlineData(OrchestrationRuntimeStatus.Completed, RunnerState.Completed)]
    [InlineData(OrchestrationRuntimeStatus.Failed, RunnerState.Failed)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, RunnerState.Failed)]
    [InlineData((OrchestrationRuntimeStatus)99, RunnerState.Running)]
    public async Task The_engines_states_are_told_in_the_workflows_terms(OrchestrationRuntimeStatus status, RunnerState state)
    {
        var seen = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        _client.Setup(client => client.GetInstanceAsync("export-job1", false, Token))
            .ReturnsAsync(new OrchestrationMetadata("RunExport", "export-job1") { RuntimeStatus = status, LastUpdatedAt = seen });

        Assert.Equal(new RunnerStatus(state, seen), await _runner.GetStatusAsync("job1", Token));
    }

    [Fact]
    public async Task An_instance_that_is_not_there_is_missing()
    {
        _client.Setup(client => client.GetInstanceAsync("export-job1", false, Token)).ReturnsAsync((OrchestrationMetadata?)null);
        Assert.Equal(new RunnerStatus(RunnerState.Missing, null), await _runner.GetStatusAsync("job1", Token));
    }

    [Fact]
    public async Task Without_the_client_of_an_invocation_there_is_a_clear_error()
    {
        var runner = new DurableExportRunner(new DurableClientSource(), NullLogger<DurableExportRunner>.Instance);
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => runner.StartAsync("job1", Token));
        Assert.Contains("does not bind the durable client", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_belongs_to_the_invocation_that_set_it()
    {
        var source = new DurableClientSource();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            var client = new Mock<DurableTaskClient>("test");
            source.Set(client.Object);
            await Task.Yield();
            Assert.Same(client.Object, source.Current);
        }));
        Assert.Throws<InvalidOperationException>(() => source.Current);
    }
}
