// Surface of Microsoft.Azure.Functions.Worker.Core 2.52.0. Signatures only; nothing here runs.
#nullable enable
using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core.Serialization;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker
{
    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Context/FunctionContext.cs
    public abstract class FunctionContext
    {
        public abstract string InvocationId { get; }

        public abstract string FunctionId { get; }

        public abstract TraceContext TraceContext { get; }

        public abstract BindingContext BindingContext { get; }

        public abstract RetryContext RetryContext { get; }

        public abstract IServiceProvider InstanceServices { get; set; }

        public abstract FunctionDefinition FunctionDefinition { get; }

        public abstract IDictionary<object, object> Items { get; set; }

        public abstract IInvocationFeatures Features { get; }

        public virtual CancellationToken CancellationToken { get => throw null!; }
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Context/TraceContext.cs
    public abstract class TraceContext
    {
        public abstract string TraceParent { get; }

        public abstract string TraceState { get; }

        public virtual IReadOnlyDictionary<string, string> Attributes => throw null!;

        public virtual IReadOnlyDictionary<string, string> Baggage => throw null!;
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Context/BindingContext.cs
    public abstract class BindingContext
    {
        public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Context/RetryContext.cs
    public abstract class RetryContext
    {
        public abstract int RetryCount { get; }

        public abstract int MaxRetryCount { get; }
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Context/Features/IInvocationFeatures.cs
    public interface IInvocationFeatures : IEnumerable<KeyValuePair<Type, object>>
    {
        void Set<T>(T instance);

        T? Get<T>();
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Definition/FunctionDefinition.cs
    public abstract class FunctionDefinition
    {
        public abstract ImmutableArray<FunctionParameter> Parameters { get; }

        public abstract string PathToAssembly { get; }

        public abstract string EntryPoint { get; }

        public abstract string Id { get; }

        public abstract string Name { get; }

        public abstract IImmutableDictionary<string, BindingMetadata> InputBindings { get; }

        public abstract IImmutableDictionary<string, BindingMetadata> OutputBindings { get; }
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Definition/FunctionParameter.cs
    public class FunctionParameter
    {
        public FunctionParameter(string name, Type type) => throw null!;

        public string Name { get => throw null!; }

        public Type Type { get => throw null!; }

        public bool HasDefaultValue { get => throw null!; }

        public bool IsReferenceOrNullableType { get => throw null!; }

        public object? DefaultValue { get => throw null!; }

        public IReadOnlyDictionary<string, object> Properties { get => throw null!; }
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Definition/BindingMetadata.cs
    public abstract class BindingMetadata
    {
        public abstract string Name { get; }

        public abstract string Type { get; }

        public abstract BindingDirection Direction { get; }
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Definition/BindingDirection.cs
    public enum BindingDirection
    {
        In,
        Out,
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Context/FunctionContextLoggerExtensions.cs
    public static class FunctionContextLoggerExtensions
    {
        public static ILogger<T> GetLogger<T>(this FunctionContext context) => throw null!;

        public static ILogger GetLogger(this FunctionContext context, string categoryName) => throw null!;
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Hosting/IFunctionsWorkerApplicationBuilder.cs
    public interface IFunctionsWorkerApplicationBuilder
    {
        IServiceCollection Services { get; }

        IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware);
    }

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Hosting/WorkerOptions.cs (InputConverters left out: the app does not touch it)
    public class WorkerOptions
    {
        public ObjectSerializer? Serializer { get => throw null!; set => throw null!; }

        public IDictionary<string, string> Capabilities { get => throw null!; }

        public bool IncludeEmptyEntriesInMessagePayload { get => throw null!; set => throw null!; }
    }
}

namespace Microsoft.Azure.Functions.Worker.Middleware
{
    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Pipeline/FunctionExecutionDelegate.cs
    public delegate Task FunctionExecutionDelegate(FunctionContext context);

    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Pipeline/IFunctionsWorkerMiddleware.cs
    public interface IFunctionsWorkerMiddleware
    {
        Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
    }
}

namespace Microsoft.Azure.Functions.Worker.Converters
{
    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Converters/Converter/InputConverterAttribute.cs
    [AttributeUsage(
        AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Struct,
        AllowMultiple = true)]
    public class InputConverterAttribute : Attribute
    {
        public InputConverterAttribute(Type converterType) => throw null!;

        public Type ConverterType { get => throw null!; }
    }
}

namespace Microsoft.Extensions.Hosting
{
    // azure-functions-dotnet-worker: src/DotNetWorker.Core/Hosting/WorkerMiddlewareWorkerApplicationBuilderExtensions.cs
    public static class MiddlewareWorkerApplicationBuilderExtensions
    {
        public static Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder UseMiddleware<T>(
            this Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder builder)
            where T : class, IFunctionsWorkerMiddleware => throw null!;

        public static Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder UseWhen<T>(
            this Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder builder,
            Func<Microsoft.Azure.Functions.Worker.FunctionContext, bool> predicate)
            where T : class, IFunctionsWorkerMiddleware => throw null!;

        public static Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder UseMiddleware(
            this Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder builder,
            Func<Microsoft.Azure.Functions.Worker.FunctionContext, Func<Task>, Task> middleware) => throw null!;

        public static Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder UseWhen(
            this Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder builder,
            Func<Microsoft.Azure.Functions.Worker.FunctionContext, bool> predicate,
            Func<Microsoft.Azure.Functions.Worker.FunctionContext, Func<Task>, Task> middleware) => throw null!;
    }
}
