// Surface of Microsoft.DurableTask.Abstractions 1.24.1: options, retries, failures. Signatures, and bodies for what the tests run.
#nullable enable
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;

namespace Microsoft.DurableTask
{
    // durabletask-dotnet: src/Abstractions/TaskOptions.cs
    public record TaskOptions
    {
        public TaskOptions(TaskRetryOptions? retry) => Retry = retry;

        public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null) => Retry = retry;

        public TaskOptions(TaskOptions options) => Retry = options.Retry;

        public TaskRetryOptions? Retry { get; init; }

        public IDictionary<string, string>? Tags { get => throw null!; init => throw null!; }

        public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(new TaskRetryOptions(policy));

        public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => throw null!;

        public static TaskOptions FromRetryHandler(RetryHandler handler) => throw null!;

        public SubOrchestrationOptions WithInstanceId(string instanceId) => throw null!;
    }

    // durabletask-dotnet: src/Abstractions/TaskOptions.cs
    public record SubOrchestrationOptions : TaskOptions
    {
        public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null) : base(retry) => throw null!;

        public SubOrchestrationOptions(TaskOptions options, string? instanceId = null) : base(options) => throw null!;

        public SubOrchestrationOptions(SubOrchestrationOptions options) : base(options) => throw null!;

        public string? InstanceId { get => throw null!; init => throw null!; }

        public TaskVersion? Version { get => throw null!; init => throw null!; }
    }

    // durabletask-dotnet: src/Abstractions/TaskOptions.cs
    public record StartOrchestrationOptions
    {
        public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null) => this.InstanceId = InstanceId;

        public StartOrchestrationOptions(StartOrchestrationOptions options) => InstanceId = options.InstanceId;

        public string? InstanceId { get; init; }

        public DateTimeOffset? StartAt { get => throw null!; init => throw null!; }

        public IReadOnlyDictionary<string, string> Tags { get => throw null!; init => throw null!; }

        public TaskVersion? Version { get => throw null!; init => throw null!; }

        public IReadOnlyList<string>? DedupeStatuses { get; init; }
    }

    // durabletask-dotnet: src/Abstractions/TaskRetryOptions.cs
    public sealed class TaskRetryOptions
    {
        public TaskRetryOptions(RetryPolicy policy) => Policy = policy;

        public TaskRetryOptions(AsyncRetryHandler handler) => throw null!;

        public RetryPolicy? Policy { get; }

        public AsyncRetryHandler? Handler { get => throw null!; }

        public static implicit operator TaskRetryOptions(RetryPolicy policy) => throw null!;

        public static implicit operator TaskRetryOptions(AsyncRetryHandler handler) => throw null!;

        public static implicit operator TaskRetryOptions(RetryHandler handler) => throw null!;

        public static TaskRetryOptions FromRetryPolicy(RetryPolicy policy) => throw null!;

        public static TaskRetryOptions FromRetryHandler(AsyncRetryHandler handler) => throw null!;

        public static TaskRetryOptions FromRetryHandler(RetryHandler handler) => throw null!;
    }

    // durabletask-dotnet: src/Abstractions/RetryPolicy.cs
    public class RetryPolicy
    {
        public RetryPolicy(
            int maxNumberOfAttempts,
            TimeSpan firstRetryInterval,
            double backoffCoefficient = 1.0,
            TimeSpan? maxRetryInterval = null,
            TimeSpan? retryTimeout = null)
        {
            MaxNumberOfAttempts = maxNumberOfAttempts;
            FirstRetryInterval = firstRetryInterval;
            BackoffCoefficient = backoffCoefficient;
            MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        }

        public int MaxNumberOfAttempts { get; }

        public TimeSpan FirstRetryInterval { get; }

        public double BackoffCoefficient { get; }

        public TimeSpan MaxRetryInterval { get; }

        public TimeSpan RetryTimeout { get => throw null!; }

        [EditorBrowsable(EditorBrowsableState.Never)]
        public Func<Exception, bool> Handle { get => throw null!; }

        public Func<TaskFailureDetails, bool> HandleFailure
        {
            init => Handler = value;
        }

        // For the tests' runtime; the package keeps it elsewhere.
        internal Func<TaskFailureDetails, bool>? Handler { get; private init; }
    }

    // durabletask-dotnet: src/Abstractions/RetryHandler.cs
    public delegate bool RetryHandler(RetryContext retryContext);

    // durabletask-dotnet: src/Abstractions/RetryHandler.cs
    public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

    // durabletask-dotnet: src/Abstractions/RetryHandler.cs (the Functions worker has a RetryContext of its own, in Microsoft.Azure.Functions.Worker)
    public record RetryContext(
        TaskOrchestrationContext OrchestrationContext,
        int LastAttemptNumber,
        TaskFailureDetails LastFailure,
        TimeSpan TotalRetryTime,
        CancellationToken CancellationToken);

    // durabletask-dotnet: src/Abstractions/TaskFailedException.cs
    public sealed class TaskFailedException : Exception
    {
        public TaskFailedException(string taskName, int taskId, Exception innerException) => throw null!;

        public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
            : base($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}")
        {
            TaskName = taskName;
            TaskId = taskId;
            FailureDetails = failureDetails;
        }

        public string TaskName { get; }

        public int TaskId { get; }

        public TaskFailureDetails FailureDetails { get; }
    }

    // durabletask-dotnet: src/Abstractions/TaskFailureDetails.cs
    public record TaskFailureDetails(
        string ErrorType,
        string ErrorMessage,
        string? StackTrace,
        TaskFailureDetails? InnerFailure,
        IDictionary<string, object?>? Properties)
    {
        public override string ToString() => throw null!;

        public bool IsCausedBy<T>() where T : Exception => throw null!;

        public bool IsCausedBy(Type targetBaseExceptionType) => throw null!;

        public static TaskFailureDetails FromException(Exception exception) => throw null!;
    }
}
