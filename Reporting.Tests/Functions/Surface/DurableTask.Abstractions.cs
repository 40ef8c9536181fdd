// Surface of Microsoft.DurableTask.Abstractions 1.24.1 (what Worker.Extensions.DurableTask 1.19.x is built on). Signatures, and bodies for what the tests run.
// What 1.25.0 adds or widens (TaskOptions.Version, TaskVersion(string?), TaskVersion.Unversioned, TaskActivityContext.Version) is left out, so that what compiles here compiles on both.
#nullable enable
using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace Microsoft.DurableTask
{
    // durabletask-dotnet: src/Abstractions/TaskName.cs
    public readonly struct TaskName : IEquatable<TaskName>
    {
        public TaskName(string name) => Name = name;

        public string Name { get; }

        [Obsolete("Refer to TaskVersion instead.")]
        public string Version { get => throw null!; }

        public static implicit operator string(TaskName value) => value.Name;

        public static implicit operator TaskName(string value) => new(value);

        public static bool operator ==(TaskName a, TaskName b) => throw null!;

        public static bool operator !=(TaskName a, TaskName b) => throw null!;

        public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

        public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

        public override string ToString() => Name;
    }

    // durabletask-dotnet: src/Abstractions/TaskVersion.cs
    public readonly struct TaskVersion : IEquatable<TaskVersion>
    {
        public TaskVersion(string version) => throw null!;

        public string Version { get => throw null!; }

        public static implicit operator string(TaskVersion value) => throw null!;

        public static implicit operator TaskVersion(string value) => throw null!;

        public static bool operator ==(TaskVersion a, TaskVersion b) => throw null!;

        public static bool operator !=(TaskVersion a, TaskVersion b) => throw null!;

        public bool Equals(TaskVersion other) => throw null!;

        public override bool Equals(object? obj) => throw null!;

        public override int GetHashCode() => throw null!;
    }

    // durabletask-dotnet: src/Abstractions/ParentOrchestrationInstance.cs
    public record ParentOrchestrationInstance(TaskName Name, string InstanceId);

    // durabletask-dotnet: src/Abstractions/ContinueAsNewOptions.cs
    public class ContinueAsNewOptions
    {
        public object? NewInput { get => throw null!; set => throw null!; }

        public bool PreserveUnprocessedEvents { get => throw null!; set => throw null!; }

        public string? NewVersion { get => throw null!; set => throw null!; }
    }

    // durabletask-dotnet: src/Abstractions/TaskOrchestrationContext.cs (Entities left out: the app has none)
    public abstract class TaskOrchestrationContext
    {
        public abstract TaskName Name { get; }

        public abstract string InstanceId { get; }

        public abstract ParentOrchestrationInstance? Parent { get; }

        public abstract DateTime CurrentUtcDateTime { get; }

        public abstract bool IsReplaying { get; }

        public virtual string Version => throw null!;

        public virtual IReadOnlyDictionary<string, object?> Properties { get => throw null!; }

        public virtual ILoggerFactory ReplaySafeLoggerFactory => throw null!;

        protected abstract ILoggerFactory LoggerFactory { get; }

        public abstract T? GetInput<T>();

        public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
            CallActivityAsync<object>(name, input, options);

        public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => throw null!;

        public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) => throw null!;

        public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

        public virtual Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken) =>
            CreateTimer(CurrentUtcDateTime.Add(delay), cancellationToken);

        public abstract Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken);

        public abstract Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default);

        public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout) => throw null!;

        public Task<T> WaitForExternalEvent<T>(string eventName, TimeSpan timeout, CancellationToken cancellationToken) => throw null!;

        public abstract void SendEvent(string instanceId, string eventName, object payload);

        public abstract void SetCustomStatus(object? customStatus);

        public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
            TaskName orchestratorName, object? input = null, TaskOptions? options = null);

        public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) => throw null!;

        public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) => throw null!;

        public virtual Task CallSubOrchestratorAsync(
            TaskName orchestratorName, object? input = null, TaskOptions? options = null) => throw null!;

        public abstract void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true);

        public virtual void ContinueAsNew(ContinueAsNewOptions options) => throw null!;

        public abstract Guid NewGuid();

        public virtual ILogger CreateReplaySafeLogger(string categoryName) => throw null!;

        public virtual ILogger CreateReplaySafeLogger(Type type) => throw null!;

        public virtual ILogger CreateReplaySafeLogger<T>() => LoggerFactory.CreateLogger(typeof(T).FullName!);

        public virtual int CompareVersionTo(string version) => throw null!;
    }

    // durabletask-dotnet: src/Abstractions/TaskActivityContext.cs
    public abstract class TaskActivityContext
    {
        public abstract TaskName Name { get; }

        public abstract string InstanceId { get; }
    }

    // durabletask-dotnet: src/Abstractions/AsyncPageable.cs
    public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
        where T : notnull
    {
        public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default);

        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => throw null!;
    }

    // durabletask-dotnet: src/Abstractions/Page.cs
    public sealed class Page<T>
        where T : notnull
    {
        public Page(IReadOnlyList<T> values, string? continuationToken = null) => throw null!;

        public IReadOnlyList<T> Values { get => throw null!; }

        public string? ContinuationToken { get => throw null!; }
    }

    // durabletask-dotnet: src/Abstractions/DataConverter.cs
    public abstract class DataConverter
    {
        [return: NotNullIfNotNull("value")]
        public abstract string? Serialize(object? value);

        [return: NotNullIfNotNull("data")]
        public abstract object? Deserialize(string? data, Type targetType);

        [return: NotNullIfNotNull("data")]
        public virtual T? Deserialize<T>(string? data) => throw null!;
    }
}

namespace Microsoft.DurableTask.Converters
{
    // durabletask-dotnet: src/Abstractions/Converters/JsonDataConverter.cs
    public class JsonDataConverter : DataConverter
    {
        public JsonDataConverter(JsonSerializerOptions? options = null) => throw null!;

        public static JsonDataConverter Default { get => throw null!; }

        public override string? Serialize(object? value) => throw null!;

        public override object? Deserialize(string? data, Type targetType) => throw null!;
    }
}

namespace Microsoft.DurableTask.Internal
{
    // durabletask-dotnet: src/Abstractions/Internal/IOrchestrationSubmitter.cs
    public interface IOrchestrationSubmitter
    {
        Task<string> ScheduleNewOrchestrationInstanceAsync(
            TaskName orchestratorName,
            object? input = null,
            StartOrchestrationOptions? options = null,
            CancellationToken cancellation = default);
    }
}
