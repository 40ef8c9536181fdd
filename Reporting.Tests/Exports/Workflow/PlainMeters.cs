using System.Diagnostics.Metrics;

namespace Reporting.Tests.Exports.Workflow;

/// <summary>Makes one meter that nobody else shares.</summary>
internal sealed class PlainMeters : IMeterFactory
{
    /// <summary>The meter that was made.</summary>
    public Meter? Only { get; private set; }

    public Meter Create(MeterOptions options) => Only = new Meter(options);

    public void Dispose() => Only?.Dispose();
}
