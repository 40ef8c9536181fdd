using System.Diagnostics;

namespace Reporting.Telemetry;

/// <summary>The names under which reporting traces and measures, and its source of spans. A host subscribes to both.</summary>
public static class ReportingTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "Reporting";

    /// <summary>Spans of reporting. They join the caller's trace, so one trace leads from the request to its slices.</summary>
    public static ActivitySource Source { get; } = new(Name);
}
