using System.Net;
using System.Net.Sockets;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Testing;
using Microsoft.DurableTask.Worker;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Exports.Slices;
using Reporting.Exports.Workflow;
using Reporting.Tests.Exports.Workflow;

namespace Reporting.Tests.Functions.Durable;

/// <summary>
/// The orchestration on a real Durable host in this process, with the worker and client of the function app (gRPC). Its rules for instances that are
/// started twice and for events are not Azure's, so those are tested elsewhere.
/// </summary>
public sealed class InProcessHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Slices_go_on_where_their_time_ended()
    {
        var export = new FakeExport(9, 0, 30, 2) { Window = 2, Budget = 4 };
        OrchestrationMetadata ended = await RunAsync(export);

        Assert.Equal((OrchestrationRuntimeStatus.Completed, "\"Successful\""), (ended.RuntimeStatus, ended.SerializedOutput));
        Assert.Equal(export.Expected, export.File);
        Assert.True(export.Slices.Count > 10);
        Assert.Equal(new ExportProgress(4, 4, 41, 41), ended.ReadCustomStatusAs<ExportProgress>());
    }

    [Fact]
    public async Task The_first_rows_are_the_first_rows()
    {
        var export = new FakeExport(6, 8, 9, 40, 40) { Window = 2, First = 10 };
        await RunAsync(export);

        // How many slices were begun by then is the engine's timing; FirstRowsTests decides the order and counts them.
        Assert.Equal(export.Expected, export.File);
    }

    [Fact]
    public async Task An_export_that_is_cancelled_while_slices_run_ends_without_a_file()
    {
        var export = new FakeExport(4, 4, 4, 4) { Window = 2 };
        var started = new TaskCompletionSource<(DurableTaskClient Client, string Instance)>(TaskCreationOptions.RunContinuationsAsynchronously);
        OrchestrationMetadata ended = await RunAsync(
            export,
            async request =>
            {
                if (request is SliceRequest)
                {
                    (DurableTaskClient client, string instance) = await started.Task;
                    await client.RaiseEventAsync(instance, ExportOrchestrator.CancelEvent, "job", Token);
                }
            },
            (client, instance) =>
            {
                started.SetResult((client, instance));
                return Task.CompletedTask;
            });

        Assert.Equal("\"Canceled\"", ended.SerializedOutput);
        Assert.Equal(ExportOutcome.Canceled, Assert.Single(export.Finishes).Outcome);
        Assert.Null(export.File);
    }

    [Fact]
    public async Task A_reason_meant_to_be_shown_comes_through_the_engine()
    {
        var export = new FakeExport(5) { Fail = (request, _) => request is SliceRequest ? new ExportStepException("The range holds too much.") : null };
        OrchestrationMetadata ended = await RunAsync(export);

        Assert.Equal("\"Failed\"", ended.SerializedOutput);
        Assert.Equal("The range holds too much.", Assert.Single(export.Finishes).Reason);
        Assert.Equal(1, export.Failures);
    }

    [Fact]
    public async Task A_step_that_fails_now_and_then_is_tried_again_after_a_wait()
    {
        LongTests.SkipUnlessEnabled(); // The engine's timers are real: two waits of five seconds.
        var export = new FakeExport(5, 5, 5) { Fail = (_, execution) => execution is 0 or 3 ? new TimeoutException("AccountKey=secret") : null };
        OrchestrationMetadata ended = await RunAsync(export);

        Assert.Equal(("\"Successful\"", 2), (ended.SerializedOutput, export.Failures));
        Assert.Equal(export.Expected, export.File);
    }

    [Fact]
    public async Task A_step_that_always_fails_ends_the_export_without_showing_why()
    {
        LongTests.SkipUnlessEnabled(); // Waits of 5, 10, 20 and 40 seconds.
        var export = new FakeExport(5) { Fail = (request, _) => request is PlanRequest ? new InvalidOperationException("AccountKey=secret") : null };
        OrchestrationMetadata ended = await RunAsync(export);

        Assert.Equal(("\"Failed\"", ActivityRetryPolicy.Plan.MaxAttempts), (ended.SerializedOutput, export.Failures));
        Assert.DoesNotContain("secret", Assert.Single(export.Finishes).Reason, StringComparison.Ordinal);
    }

    private static async Task<OrchestrationMetadata> RunAsync(FakeExport export, Func<object, Task>? before = null, Func<DurableTaskClient, string, Task>? meanwhile = null)
    {
        var turn = new SemaphoreSlim(1);
        var converter = new JsonDataConverter(WorkflowJson.Options);
        await using DurableTaskTestHost host = await StartQuietlyAsync(() => DurableTaskTestHost.StartAsync(
            tasks =>
            {
                tasks.AddOrchestratorFunc<string, ExportOutcome>(ExportOrchestrator.Name, (context, job) => EngineRecorder.Orchestrator().RunAsync(context, job));
                tasks.AddActivityFunc<PlanRequest, ExportPlan>(ExportOrchestrator.PlanExport, async (_, request) => (ExportPlan)(await ExecuteAsync(request))!);
                tasks.AddActivityFunc<SliceRequest, SliceResult>(ExportOrchestrator.ExportSlice, async (_, request) => (SliceResult)(await ExecuteAsync(request))!);
                tasks.AddActivityFunc<CommitRequest, ExportFile>(ExportOrchestrator.CommitExport, async (_, request) => (ExportFile)(await ExecuteAsync(request))!);
                tasks.AddActivityFunc<FinishRequest, object?>(ExportOrchestrator.FinishExport, async (_, request) => await ExecuteAsync(request));
            },
            new DurableTaskTestHostOptions
            {
                Port = FreePort(),
                ConfigureServices = services => services
                    .Configure<DurableTaskWorkerOptions>(options => options.DataConverter = converter)
                    .Configure<DurableTaskClientOptions>(options => options.DataConverter = converter),
            },
            Token));
        string instance = await host.Client.ScheduleNewOrchestrationInstanceAsync(ExportOrchestrator.Name, "job", Token);
        await (meanwhile?.Invoke(host.Client, instance) ?? Task.CompletedTask);
        return await host.Client.WaitForInstanceCompletionAsync(instance, getInputsAndOutputs: true, Token);

        async Task<object?> ExecuteAsync(object request)
        {
            await (before?.Invoke(request) ?? Task.CompletedTask);
            await turn.WaitAsync(Token); // One at a time: what is imagined is not made for more.
            try
            {
                return await export.RunAsync(request);
            }
            finally
            {
                turn.Release();
            }
        }
    }

    // The host logs to the console and has no setting for that; a console logger keeps the writer that is set when it is created.
    private static async Task<DurableTaskTestHost> StartQuietlyAsync(Func<Task<DurableTaskTestHost>> start)
    {
        TextWriter output = Console.Out;
        Console.SetOut(TextWriter.Null);
        try
        {
            return await start();
        }
        finally
        {
            Console.SetOut(output);
        }
    }

    /// <summary>The host takes a port by chance from 30000 to 40000 where none is given.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
