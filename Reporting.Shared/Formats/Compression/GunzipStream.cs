using System.IO.Compression;
using System.Security.Cryptography;

namespace Reporting.Formats.Compression;

/// <summary>
/// Decompresses a gzip file of one member or more (RFC 1952 section 2.2) and throws <see cref="InvalidDataException"/> unless the file is whole: ends where its last member ends, with
/// every checksum and length right, and nothing behind it.
/// </summary>
/// <remarks>
/// <see cref="GZipStream"/> checks what a trailer says, but takes the end of its source for the end of the file wherever that comes, and passes over what follows a member
/// and is none. So a last member of our own, with a random mark in it, is put behind the source. It comes out last, as itself, only if the source ended with a member:
/// in a member that was cut off it is read as that member's data, which breaks it or leaves it without an end, and behind anything that is no member it is not read.
/// </remarks>
public sealed class GunzipStream : ForwardOnlyStream
{
    private const int BufferBytes = 64 * 1024;
    private const int MarkBytes = 32;

    private readonly byte[] _mark = System.Text.Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(MarkBytes));
    private readonly Source _source;
    private readonly GZipStream _members;
    private readonly Action<long, long>? _heartbeat;
    private long _given;
    private readonly byte[] _buffer = new byte[BufferBytes + MarkBytes];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The decompressed bytes of a file.</summary>
    /// <param name="compressed">The file; closed with this stream unless <paramref name="leaveOpen"/>.</param>
    /// <param name="leaveOpen">Whether the file stays open.</param>
    /// <param name="watch">Called after each read with the number of compressed bytes read and of bytes returned so far; may throw to end the reading.</param>
    public GunzipStream(Stream compressed, bool leaveOpen = false, Action<long, long>? watch = null)
    {
        ArgumentNullException.ThrowIfNull(compressed);
        _heartbeat = watch;
        _source = new Source(compressed, MemberOf(_mark));
        _members = new GZipStream(_source, CompressionMode.Decompress, leaveOpen);
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (MustFill())
        {
            Take(_members.Read(_buffer, _end, _buffer.Length - _end));
        }

        return Give(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (MustFill())
        {
            Take(await _members.ReadAsync(_buffer.AsMemory(_end), cancellationToken));
        }

        return Give(buffer.Span);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _members.Dispose();
        }

        base.Dispose(disposing);
    }

    // The last bytes are held back: they may be the mark.
    private bool MustFill()
    {
        if (_ended || _end - _start > MarkBytes)
        {
            return false;
        }

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        return true;
    }

    private void Take(int read)
    {
        _end += read;
        if (read > 0)
        {
            return;
        }

        if (_source.Bytes == 0)
        {
            throw new InvalidDataException("There is no gzip data.");
        }

        if (!_buffer.AsSpan(_start, _end - _start).SequenceEqual(_mark))
        {
            throw new InvalidDataException("The gzip data ends early, or something follows its end.");
        }

        (_ended, _end) = (true, _start);
    }

    private int Give(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, _ended ? 0 : _end - _start - MarkBytes);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        _given += count;
        _heartbeat?.Invoke(_source.Bytes, _given);
        return count;
    }

    // A Huffman code changes the mark's bytes, so a stored block that was cut off cannot end with the mark as plain bytes.
    private static byte[] MemberOf(byte[] mark)
    {
        using var member = new MemoryStream();
        using (var compressor = new GZipStream(member, CompressionLevel.Optimal, leaveOpen: true))
        {
            compressor.Write(mark);
        }

        return member.ToArray();
    }

    /// <summary>The compressed bytes, then the member with the mark.</summary>
    private sealed class Source(Stream inner, byte[] last) : ForwardOnlyStream
    {
        private int _given;
        private bool _innerEnded;

        public long Bytes { get; private set; }

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            int read = _innerEnded ? 0 : inner.Read(buffer);
            return Count(read, buffer);
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = _innerEnded ? 0 : await inner.ReadAsync(buffer, cancellationToken);
            return Count(read, buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        private int Count(int read, Span<byte> buffer)
        {
            Bytes += read;
            if (read > 0)
            {
                return read;
            }

            _innerEnded = true;
            int count = Math.Min(buffer.Length, last.Length - _given);
            last.AsSpan(_given, count).CopyTo(buffer);
            _given += count;
            return count;
        }
    }
}
