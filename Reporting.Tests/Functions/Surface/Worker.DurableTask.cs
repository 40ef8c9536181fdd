// Surface of Microsoft.Azure.Functions.Worker.Extensions.DurableTask 1.19.0. Signatures only; nothing here runs.
#nullable enable
using System;
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker
{
    // azure-functions-durable-extension: src/Worker.Extensions.DurableTask/ActivityTriggerAttribute.cs
    [AttributeUsage(AttributeTargets.Parameter)]
    [DebuggerDisplay("{Activity}")]
    public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
    {
        public string? Activity { get => throw null!; set => throw null!; }
    }

    // azure-functions-durable-extension: src/Worker.Extensions.DurableTask/OrchestrationTriggerAttribute.cs
    [AttributeUsage(AttributeTargets.Parameter)]
    [DebuggerDisplay("{Orchestration}")]
    public sealed class OrchestrationTriggerAttribute : TriggerBindingAttribute
    {
        public string? Orchestration { get => throw null!; set => throw null!; }
    }

    // azure-functions-durable-extension: src/Worker.Extensions.DurableTask/DurableClientAttribute.cs
    public sealed class DurableClientAttribute : InputBindingAttribute
    {
        public string? TaskHub { get => throw null!; set => throw null!; }

        public string? ConnectionName { get => throw null!; set => throw null!; }
    }
}
