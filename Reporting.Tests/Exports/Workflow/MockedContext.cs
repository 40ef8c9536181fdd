using Microsoft.DurableTask;
using Moq;
using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>A mocked context, for what the framework's executor does not show: how the orchestrator calls it.</summary>
internal sealed class MockedContext
{
    private readonly Mock<TaskOrchestrationContext> _context = new() { DefaultValue = DefaultValue.Mock };

    /// <param name="answer">What the activity that takes this request does.</param>
    public MockedContext(Func<object, Task<object?>> answer)
    {
        Answer<object>(); // First: Moq takes the last setup that fits, and one for object fits every result.
        Answer<ExportPlan>();
        Answer<SliceResult>();
        Answer<ExportFile>();
        _context.Setup(context => context.InstanceId).Returns(ExportOrchestrator.InstanceIdOf("job"));
        _context.Setup(context => context.WaitForExternalEvent<string>(ExportOrchestrator.CancelEvent, It.IsAny<CancellationToken>())).Returns(Cancel.Task);
        _context.Setup(context => context.CreateTimer(It.IsAny<TimeSpan>(), It.IsAny<CancellationToken>())).Returns((TimeSpan _, CancellationToken token) =>
        {
            Timers.Add(token);
            var timer = new TaskCompletionSource();
            token.Register(() => timer.TrySetCanceled(token));
            return timer.Task;
        });

        void Answer<TResult>() =>
            _context.Setup(context => context.CallActivityAsync<TResult>(It.IsAny<TaskName>(), It.IsAny<object>(), It.IsAny<TaskOptions>()))
                .Returns(async (TaskName name, object request, TaskOptions? _) =>
                {
                    try
                    {
                        return (TResult)(await answer(request))!;
                    }
                    catch (TimeoutException exception)
                    {
                        throw new TaskFailedException(name, 0, new TaskFailureDetails(typeof(TimeoutException).FullName!, exception.Message, null, null, null));
                    }
                });
    }

    public TaskOrchestrationContext Object => _context.Object;

    /// <summary>A user asks to cancel when this is set.</summary>
    public TaskCompletionSource<string> Cancel { get; } = new();

    /// <summary>The token under which each timer waits; no timer fires.</summary>
    public List<CancellationToken> Timers { get; } = [];

    /// <summary>The activities called: name, type of the request, type of the result, and options.</summary>
    public IReadOnlyList<(string Name, Type Request, Type Result, object? Options)> Calls =>
    [
        .. _context.Invocations.Where(call => call.Method.Name == nameof(TaskOrchestrationContext.CallActivityAsync))
            .Select(call => (((TaskName)call.Arguments[0]!).Name, call.Arguments[1]!.GetType(), call.Method.GetGenericArguments().Single(), (object?)call.Arguments[2])),
    ];

    /// <summary>How often an event was waited for.</summary>
    public int EventWaits => _context.Invocations.Count(call => call.Method.Name == nameof(TaskOrchestrationContext.WaitForExternalEvent));
}
