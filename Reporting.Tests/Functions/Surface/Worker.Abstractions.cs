// Surface of Microsoft.Azure.Functions.Worker.Extensions.Abstractions 1.3.0. Signatures only; nothing here runs.
#nullable enable
using System;

namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/BindingAttribute.cs
    [AttributeUsage(AttributeTargets.Method)]
    public abstract class BindingAttribute : Attribute
    {
        public BindingAttribute() => throw null!;
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/InputBindingAttribute.cs
    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class InputBindingAttribute : BindingAttribute
    {
        public InputBindingAttribute() => throw null!;
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/TriggerBindingAttribute.cs
    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class TriggerBindingAttribute : BindingAttribute
    {
        public TriggerBindingAttribute() => throw null!;
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/BindingCapabilitiesAttribute.cs
    [AttributeUsage(AttributeTargets.Class)]
    public sealed class BindingCapabilitiesAttribute : Attribute
    {
        public BindingCapabilitiesAttribute(params string[] capabilities) => throw null!;

        public string[] Capabilities { get => throw null!; }
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/FunctionAttribute.cs
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute : Attribute
    {
        public FunctionAttribute(string name) => throw null!;

        public string Name { get => throw null!; }
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/RetryAttribute.cs
    [AttributeUsage(AttributeTargets.Method)]
    public abstract class RetryAttribute : Attribute
    {
        public RetryAttribute() => throw null!;

        public int MaxRetryCount { get => throw null!; set => throw null!; }
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/FixedDelayRetryAttribute.cs
    public sealed class FixedDelayRetryAttribute : RetryAttribute
    {
        public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval) => throw null!;

        public string DelayInterval { get => throw null!; }
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Abstractions/src/ExponentialBackoffRetryAttribute.cs
    public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
    {
        public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval) => throw null!;

        public string MinimumInterval { get => throw null!; }

        public string MaximumInterval { get => throw null!; }
    }
}
