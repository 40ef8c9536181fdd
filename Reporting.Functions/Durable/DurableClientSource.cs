using Microsoft.DurableTask.Client;

namespace Reporting.Functions.Durable;

/// <summary>
/// Hands the durable client of the running invocation to whatever needs it further down. The client comes by a binding, so it is a
/// parameter of a function and cannot be injected.
/// </summary>
public sealed class DurableClientSource
{
    private readonly AsyncLocal<DurableTaskClient?> _current = new();

    /// <summary>The client of this invocation.</summary>
    /// <exception cref="InvalidOperationException">The function has no <c>[DurableClient]</c> parameter or did not pass it on.</exception>
    public DurableTaskClient Current => _current.Value ?? throw new InvalidOperationException("This function does not bind the durable client.");

    /// <summary>Sets the client for what the calling method awaits from here on; null for a function that has none.</summary>
    public void Set(DurableTaskClient? client) => _current.Value = client;
}
