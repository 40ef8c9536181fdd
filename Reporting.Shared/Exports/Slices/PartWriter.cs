using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure.Storage;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Options;

namespace Reporting.Exports.Slices;

/// <summary>
/// Takes a part's bytes, cuts them into blocks and stages those while the next is filled. Bytes come in through
/// <see cref="IBufferWriter{T}"/>, never waiting; between rows the owner calls <see cref="DrainAsync"/>, which does. Not thread-safe.
/// </summary>
internal sealed class PartWriter(BlockBlobClient blob, string partKey, BlockBuffers buffers) : IBufferWriter<byte>, IAsyncDisposable
{
    private const int MaxInFlight = 2;

    /// <summary>The service takes in a block only if its MD5 is the one sent along (Put Block, Content-MD5), so that none arrives damaged.</summary>
    public static readonly BlockBlobStageBlockOptions Checked = new() { TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 } };

    /// <summary>A buffer with less room than this is sent, so that a row (or a compressed piece of many) ends in the buffer in which it begins.</summary>
    private readonly int _smallRoom = Math.Min(80 << 10, buffers.Size / 4);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly CancellationTokenSource _disposal = new();
    private readonly Queue<(byte[] Buffer, int Length, bool Pooled)> _full = new();
    private readonly Queue<Task> _inFlight = new();
    private byte[] _current = [];
    private bool _pooled;
    private int _filled;

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Blocks sent or ready to be.</summary>
    public int Blocks { get; private set; }

    /// <summary>Whether <see cref="DrainAsync"/> has something to do.</summary>
    public bool IsFull => _full.Count > 0 || _current.Length - _filled < _smallRoom;

    /// <summary>The id of a block: base64 of part and number. All ids of a blob must have the same length (Put Block, Blob service).</summary>
    public static string BlockId(string partKey, int block) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{partKey}-{block:D5}")));

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_current.Length - _filled), nameof(count));
        _filled += count;
        Bytes += count;
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _current.AsMemory(_filled);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _current.AsSpan(_filled);
    }

    /// <summary>Sends what is full and gets a buffer for what comes next; waits while enough is under way.</summary>
    public async ValueTask DrainAsync(CancellationToken cancellationToken)
    {
        if (_current.Length - _filled < _smallRoom)
        {
            Close();
        }

        await SendAsync(cancellationToken);
        if (_current.Length == 0)
        {
            _current = await buffers.RentAsync(cancellationToken);
            _pooled = true;
        }
    }

    /// <summary>Sends the rest and waits until everything is staged; the lower-case hex SHA-256 of all bytes.</summary>
    public async Task<string> CompleteAsync(CancellationToken cancellationToken)
    {
        Close();
        await SendAsync(cancellationToken);
        while (_inFlight.Count > 0)
        {
            await AwaitOldestAsync(cancellationToken);
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <summary>Gives up what is not sent and waits for what is under way, so that its buffers go back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync();
        foreach (Task task in _inFlight)
        {
            await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _filled = 0;
        Close();
        while (_full.TryDequeue(out (byte[] Buffer, int Length, bool Pooled) full))
        {
            Return(full.Buffer, full.Pooled);
        }

        _hash.Dispose();
        _disposal.Dispose();
    }

    private void MakeRoom(int sizeHint)
    {
        if (_current.Length - _filled >= Math.Max(sizeHint, 1))
        {
            return;
        }

        // A row larger than what is left. It cannot wait here for a pooled buffer, so this block gets one of its own; it is rare.
        Close();
        _current = GC.AllocateUninitializedArray<byte>(Math.Max(sizeHint, 1 << 20));
        _pooled = false;
    }

    private void Close()
    {
        if (_filled > 0)
        {
            _hash.AppendData(_current.AsSpan(0, _filled));
            _full.Enqueue((_current, _filled, _pooled));
            Blocks++;
        }
        else if (_current.Length > 0)
        {
            Return(_current, _pooled);
        }

        (_current, _filled, _pooled) = ([], 0, false);
    }

    private async ValueTask SendAsync(CancellationToken cancellationToken)
    {
        while (_full.Count > 0)
        {
            if (_inFlight.Count == MaxInFlight)
            {
                await AwaitOldestAsync(cancellationToken);
            }

            int block = Blocks - _full.Count;
            (byte[] buffer, int length, bool pooled) = _full.Dequeue();
            _inFlight.Enqueue(StageAsync(BlockId(partKey, block), buffer, length, pooled));
        }
    }

    private async Task AwaitOldestAsync(CancellationToken cancellationToken)
    {
        await _inFlight.Peek().WaitAsync(cancellationToken);
        _ = _inFlight.Dequeue();
    }

    private async Task StageAsync(string id, byte[] buffer, int length, bool pooled)
    {
        try
        {
            using var content = new MemoryStream(buffer, 0, length, writable: false);
            await blob.StageBlockAsync(id, content, Checked, _disposal.Token);
        }
        finally
        {
            Return(buffer, pooled);
        }
    }

    private void Return(byte[] buffer, bool pooled)
    {
        if (pooled)
        {
            buffers.Return(buffer);
        }
    }
}

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
