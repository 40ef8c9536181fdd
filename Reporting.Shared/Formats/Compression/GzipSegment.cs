using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace Reporting.Formats.Compression;

/// <summary>
/// Takes an encoder's output and hands it on as a piece of one gzip member (RFC 1952 section 2.3). Pieces are made each by itself, also in parallel;
/// joined in order, with <see cref="GzipChecksum.ToTrailer"/> of all of them at the end, they are a file of exactly one member:
/// <code>
/// using var segment = new GzipSegment(blocks, isFirst: true);
/// encoder.WriteRow(row, segment);                      // as often as there are rows
/// GzipChecksum checksum = segment.Complete();
/// </code>
/// The first piece begins with the member's header. A piece's deflate data ends with a sync flush: an empty stored block that is not the last one
/// (RFC 1951 section 3.2.4), behind which the next piece begins on a byte boundary. No piece refers to data of the one before.
/// The same rows give the same bytes: no file name, no time (MTIME 0), and the compressor always gets its input in chunks of <see cref="ChunkBytes"/>.
/// </summary>
/// <remarks>
/// One member, because a file of several is read short, without an error, by readers that stop at a member's end: Java's <c>GZIPInputStream</c>
/// when the network pauses there, a browser's <c>DecompressionStream</c> and others always. Not thread-safe.
/// </remarks>
public sealed class GzipSegment : IBufferWriter<byte>, IDisposable
{
    /// <summary>How much is handed to the compressor at once, in bytes.</summary>
    public const int ChunkBytes = 64 * 1024;

    /// <summary>zlib's level: nine tenths of what the default (6) saves on log rows, in half of its time (docs/formats.md).</summary>
    private const int Level = 3;

    private readonly Crc32 _crc = new();
    private readonly Destination _destination;
    private readonly DeflateStream _compressor;
    private byte[] _chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
    private int _filled;
    private long _length;
    private bool _ended;

    /// <summary>A piece whose bytes go to <paramref name="destination"/>; the first one of a file begins with the member's header.</summary>
    public GzipSegment(IBufferWriter<byte> destination, bool isFirst)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _destination = new Destination(destination);
        _compressor = new DeflateStream(_destination, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true);
        if (isFirst)
        {
            destination.Write(Header);
        }
    }

    /// <summary>RFC 1952 section 2.3: magic, deflate, no flags, no time, no extra flags, unknown system.</summary>
    private static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _chunk.Length - _filled);
        _filled += count;
        if (_filled >= ChunkBytes)
        {
            Compress();
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _chunk.AsMemory(_filled);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _chunk.AsSpan(_filled);
    }

    /// <summary>Ends the piece; all of its bytes are at the destination then. Returns what the file's trailer needs to know of it.</summary>
    public GzipChecksum Complete()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        Compress();
        _compressor.Flush();
        _ended = true;
        return new GzipChecksum(_crc.GetCurrentHashAsUInt32(), _length);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Disposing the compressor ends its data but not the gzip member, which only the trailer ends.
        _ended = true;
        _destination.IsClosed = true;
        _compressor.Dispose();
        byte[] chunk = _chunk;
        (_chunk, _filled) = ([], 0);
        if (chunk.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private void MakeRoom(int sizeHint)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        sizeHint = Math.Max(sizeHint, 1);
        if (sizeHint <= _chunk.Length - _filled)
        {
            return;
        }

        Compress();
        if (sizeHint > _chunk.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(sizeHint);
            ArrayPool<byte>.Shared.Return(_chunk);
            _chunk = larger;
        }
    }

    private void Compress()
    {
        if (_filled > 0)
        {
            ReadOnlySpan<byte> chunk = _chunk.AsSpan(0, _filled);
            _crc.Append(chunk);
            _length += chunk.Length;
            _compressor.Write(chunk);
            _filled = 0;
        }
    }

    /// <summary>The buffer writer as the compressor's stream, until the piece has ended.</summary>
    private sealed class Destination(IBufferWriter<byte> output) : ForwardOnlyStream
    {
        public bool IsClosed { get; set; }

        public override bool CanWrite => true;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!IsClosed)
            {
                output.Write(buffer);
            }
        }
    }
}
