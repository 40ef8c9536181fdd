// Surface of Microsoft.DurableTask.Client 1.24.1. Signatures, and bodies for what the tests run.
#nullable enable
using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.DurableTask.Internal;

namespace Microsoft.DurableTask.Client
{
    // durabletask-dotnet: src/Client/Core/DurableTaskClient.cs (Entities, GetOrchestrationHistoryAsync left out: their types are not in the surface)
    public abstract class DurableTaskClient : IOrchestrationSubmitter, IAsyncDisposable
    {
        protected DurableTaskClient(string name) => Name = name;

        public string Name { get; }

        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, CancellationToken cancellation) => throw null!;

        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, object? input, CancellationToken cancellation) => throw null!;

        public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) => throw null!;

        public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName,
            object? input = null,
            StartOrchestrationOptions? options = null,
            CancellationToken cancellation = default);

        public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) => throw null!;

        public abstract Task RaiseEventAsync(
            string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

        public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(
            string instanceId, CancellationToken cancellation) => throw null!;

        public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

        public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
            string instanceId, CancellationToken cancellation) => throw null!;

        public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

        public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) => throw null!;

        public virtual Task TerminateInstanceAsync(
            string instanceId, object? output, CancellationToken cancellation = default) => throw null!;

        public virtual Task TerminateInstanceAsync(
            string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) => throw null!;

        public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) => throw null!;

        public abstract Task SuspendInstanceAsync(
            string instanceId, string? reason = null, CancellationToken cancellation = default);

        public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) => throw null!;

        public abstract Task ResumeInstanceAsync(
            string instanceId, string? reason = null, CancellationToken cancellation = default);

        public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
            string instanceId, CancellationToken cancellation) => throw null!;

        public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
            GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

        [EditorBrowsable(EditorBrowsableState.Never)]
        public virtual Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId, CancellationToken cancellation) => throw null!;

        [EditorBrowsable(EditorBrowsableState.Never)]
        public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
            string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

        public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

        public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) => throw null!;

        public virtual Task<PurgeResult> PurgeInstanceAsync(
            string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) => throw null!;

        public virtual Task<PurgeResult> PurgeAllInstancesAsync(
            PurgeInstancesFilter filter, CancellationToken cancellation) => throw null!;

        public virtual Task<PurgeResult> PurgeAllInstancesAsync(
            PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) => throw null!;

        public virtual Task<string> RestartAsync(
            string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) => throw null!;

        public virtual Task RewindInstanceAsync(
            string instanceId, string reason, CancellationToken cancellation = default) => throw null!;

        public virtual Task<Page<string>> ListInstanceIdsAsync(
            IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
            DateTimeOffset? completedTimeFrom = null,
            DateTimeOffset? completedTimeTo = null,
            int pageSize = OrchestrationQuery.DefaultPageSize,
            string? lastInstanceKey = null,
            CancellationToken cancellation = default) => throw null!;

        public abstract ValueTask DisposeAsync();
    }

    // durabletask-dotnet: src/Client/Core/OrchestrationMetadata.cs
    public sealed class OrchestrationMetadata
    {
        public OrchestrationMetadata(string name, string instanceId)
        {
            Name = name;
            InstanceId = instanceId;
        }

        public string Name { get; }

        public string InstanceId { get; }

        public DataConverter? DataConverter { get => throw null!; init => throw null!; }

        public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

        public DateTimeOffset CreatedAt { get; init; }

        public DateTimeOffset LastUpdatedAt { get; init; }

        public string? SerializedInput { get => throw null!; init => throw null!; }

        public string? SerializedOutput { get => throw null!; init => throw null!; }

        public string? SerializedCustomStatus { get => throw null!; init => throw null!; }

        public IReadOnlyDictionary<string, string> Tags { get => throw null!; init => throw null!; }

        public TaskFailureDetails? FailureDetails { get => throw null!; init => throw null!; }

        public bool IsRunning => throw null!;

        public bool IsCompleted => throw null!;

        public T? ReadInputAs<T>() => throw null!;

        public T? ReadOutputAs<T>() => throw null!;

        public T? ReadCustomStatusAs<T>() => throw null!;

        public override string ToString() => throw null!;
    }

    // durabletask-dotnet: src/Client/Core/OrchestrationRuntimeStatus.cs
    public enum OrchestrationRuntimeStatus
    {
        Running,
        Completed,
        [Obsolete("The ContinuedAsNew status is obsolete and exists only for compatibility reasons.")]
        ContinuedAsNew,
        Failed,
        [Obsolete("The Canceled status is not currently used and exists only for compatibility reasons.")]
        Canceled,
        Terminated,
        Pending,
        Suspended,
    }

    // durabletask-dotnet: src/Client/Core/OrchestrationQuery.cs
    public record OrchestrationQuery(
        DateTimeOffset? CreatedFrom = null,
        DateTimeOffset? CreatedTo = null,
        IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
        IEnumerable<string>? TaskHubNames = null,
        string? InstanceIdPrefix = null,
        int PageSize = OrchestrationQuery.DefaultPageSize,
        bool FetchInputsAndOutputs = false,
        string? ContinuationToken = null)
    {
        public const int DefaultPageSize = 100;
    }

    // durabletask-dotnet: src/Client/Core/PurgeInstancesFilter.cs
    public record PurgeInstancesFilter(
        DateTimeOffset? CreatedFrom = null,
        DateTimeOffset? CreatedTo = null,
        IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
    {
        public TimeSpan? Timeout { get; init; }
    }

    // durabletask-dotnet: src/Client/Core/PurgeInstanceOptions.cs
    public record PurgeInstanceOptions(bool Recursive = false);

    // durabletask-dotnet: src/Client/Core/PurgeResult.cs
    public class PurgeResult
    {
        public PurgeResult(int count) => PurgedInstanceCount = count;

        public PurgeResult(int count, bool? isComplete)
        {
            PurgedInstanceCount = count;
            IsComplete = isComplete;
        }

        public int PurgedInstanceCount { get; }

        public bool? IsComplete { get; }
    }

    // durabletask-dotnet: src/Client/Core/TerminateInstanceOptions.cs
    public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);

    // durabletask-dotnet: src/Client/Core/StartOrchestrationOptionsExtensions.cs
    public static class StartOrchestrationOptionsExtensions
    {
        public static readonly IReadOnlyList<OrchestrationRuntimeStatus> ValidDedupeStatuses = null!;

        public static StartOrchestrationOptions WithDedupeStatuses(
            this StartOrchestrationOptions options, params OrchestrationRuntimeStatus[] dedupeStatuses) =>
            new(options) { DedupeStatuses = Array.ConvertAll(dedupeStatuses, status => status.ToString()) };
    }
}
