using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Reporting.Exports.Slices;

/// <summary>
/// The process's block buffers, so that memory does not grow with the slices at work: each has one to fill, and a few more go round
/// for those being sent. A slice waits for a buffer only with none in its hands, so that one slice can always proceed.
/// </summary>
internal sealed class BlockBuffers(IOptions<ExportsOptions> options) : IDisposable
{
    private const int Spare = 8;

    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly SemaphoreSlim _left = new(options.Value.MaxParallelSlices + Spare);

    /// <summary>Bytes of a buffer.</summary>
    public int Size { get; } = options.Value.BlockBytes;

    /// <summary>A buffer, as soon as there is one.</summary>
    public async ValueTask<byte[]> RentAsync(CancellationToken cancellationToken)
    {
        await _left.WaitAsync(cancellationToken);
        return _free.TryTake(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Size);
    }

    /// <summary>Gives a buffer back.</summary>
    public void Return(byte[] buffer)
    {
        _free.Add(buffer);
        _left.Release();
    }

    public void Dispose() => _left.Dispose();
}
