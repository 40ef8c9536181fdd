using System.Buffers;
using System.IO.Compression;

namespace Reporting.Formats.Compression;

/// <summary>
/// Takes an encoder's output and hands it on compressed, as one gzip member (RFC 1952 section 2.3). Members put one after another are a
/// gzip file (section 2.2), so that each slice of a file makes its own and the slices' bytes are simply joined:
/// <code>
/// using (var member = new GzipMember(blocks))
/// {
///     encoder.WriteRow(row, member);      // as often as there are rows
///     member.Complete();
/// }
/// </code>
/// The same rows give the same bytes: no file name, no time (MTIME 0), and the compressor always gets its input in pieces of
/// <see cref="PieceSize"/>. Without a byte written, the member is an empty one, so that even a file of nothing is valid gzip.
/// </summary>
/// <remarks>Not thread-safe. Disposed before <see cref="Complete"/>, it leaves a torn member behind: throw those bytes away.</remarks>
public sealed class GzipMember : IBufferWriter<byte>, IDisposable
{
    /// <summary>How much is handed to the compressor at once, in bytes.</summary>
    public const int PieceSize = 64 * 1024;

    /// <summary>RFC 1952 section 2.3: magic, deflate, no flags, no time, unknown system; an empty final block; CRC 0, size 0.</summary>
    private static ReadOnlySpan<byte> EmptyMember =>
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    private readonly Stream _destination;
    private readonly GZipStream _compressor;
    private byte[] _piece;
    private int _filled;
    private bool _any;
    private bool _ended;

    /// <summary>A member whose bytes go to <paramref name="destination"/>, which stays open. Writes are synchronous: give it memory.</summary>
    public GzipMember(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _destination = destination;
        _compressor = new GZipStream(destination, new ZLibCompressionOptions { CompressionLevel = Level }, leaveOpen: true);
        _piece = ArrayPool<byte>.Shared.Rent(PieceSize);
    }

    /// <summary>A member whose bytes go to <paramref name="destination"/>.</summary>
    public GzipMember(IBufferWriter<byte> destination)
        : this(new BufferWriterStream(destination))
    {
    }

    /// <summary>zlib's level: nine tenths of what the default (6) saves on log rows, in half of its time (docs/formats.md).</summary>
    private static int Level => 3;

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _piece.Length - _filled);
        _filled += count;
        if (_filled >= PieceSize)
        {
            Compress();
        }
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _piece.AsMemory(_filled);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        MakeRoom(sizeHint);
        return _piece.AsSpan(_filled);
    }

    /// <summary>Ends the member; all of its bytes are at the destination then.</summary>
    public void Complete()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        Compress();
        _ended = true;
        _compressor.Dispose();
        if (!_any)
        {
            _destination.Write(EmptyMember);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        _compressor.Dispose();
        byte[] piece = _piece;
        _piece = [];
        _filled = 0;
        if (piece.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    private void MakeRoom(int sizeHint)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        sizeHint = Math.Max(sizeHint, 1);
        if (sizeHint <= _piece.Length - _filled)
        {
            return;
        }

        Compress();
        if (sizeHint > _piece.Length)
        {
            byte[] larger = ArrayPool<byte>.Shared.Rent(sizeHint);
            ArrayPool<byte>.Shared.Return(_piece);
            _piece = larger;
        }
    }

    private void Compress()
    {
        if (_filled > 0)
        {
            _any = true;
            _compressor.Write(_piece.AsSpan(0, _filled));
            _filled = 0;
        }
    }
}
