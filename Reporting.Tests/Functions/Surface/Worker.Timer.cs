// Surface of Microsoft.Azure.Functions.Worker.Extensions.Timer 4.3.1. Signatures only; nothing here runs.
#nullable enable
using System;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Timer/src/TimerTriggerAttribute.cs
    [BindingCapabilities("FunctionLevelRetry")]
    public sealed class TimerTriggerAttribute : TriggerBindingAttribute
    {
        public TimerTriggerAttribute(string schedule) => throw null!;

        public string Schedule { get => throw null!; }

        public bool UseMonitor { get => throw null!; set => throw null!; }

        public bool RunOnStartup { get => throw null!; set => throw null!; }
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Timer/src/TimerInfo.cs
    public class TimerInfo
    {
        public ScheduleStatus? ScheduleStatus { get => throw null!; set => throw null!; }

        public bool IsPastDue { get => throw null!; set => throw null!; }
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Timer/src/ScheduleStatus.cs
    public class ScheduleStatus
    {
        public DateTime Last { get => throw null!; set => throw null!; }

        public DateTime Next { get => throw null!; set => throw null!; }

        public DateTime LastUpdated { get => throw null!; set => throw null!; }
    }
}
