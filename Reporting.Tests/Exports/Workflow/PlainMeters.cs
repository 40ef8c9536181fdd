using System.Diagnostics.Metrics;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>Makes a meter of its own for one test.</summary>
internal sealed class PlainMeters : IMeterFactory
{
    /// <summary>The meter that was made.</summary>
    public Meter? Only { get; private set; }

    public Meter Create(MeterOptions options) => Only = new Meter(options);

    public void Dispose() => Only?.Dispose();
}
