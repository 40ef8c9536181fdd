using Azure.Core;
using Azure.Core.Pipeline;
using Reporting.Storage;

namespace Reporting.Tests.Storage;

/// <summary>Breaks calls to the table service as a connection does that breaks once the client's tries are used up: by one plain <see cref="IOException"/>.</summary>
internal sealed class BreakingPolicy(Func<Request, bool> breaks) : HttpPipelineSynchronousPolicy
{
    private int _broken;

    /// <summary>How many calls it broke.</summary>
    public int Broken => Volatile.Read(ref _broken);

    public TablePipelinePolicy Registration => new(this, HttpPipelinePosition.PerCall);

    public override void OnSendingRequest(HttpMessage message)
    {
        if (breaks(message.Request))
        {
            Interlocked.Increment(ref _broken);
            throw new IOException("The connection broke.");
        }
    }
}
