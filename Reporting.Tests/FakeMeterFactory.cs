using System.Diagnostics.Metrics;

namespace Reporting.Tests;

/// <summary>Makes a meter of its own for one test.</summary>
internal sealed class FakeMeterFactory : IMeterFactory
{
    /// <summary>The meter that was made.</summary>
    public Meter? Only { get; private set; }

    public Meter Create(MeterOptions options) => Only = new Meter(options);

    public void Dispose() => Only?.Dispose();
}
