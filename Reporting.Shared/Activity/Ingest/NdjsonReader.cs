using System.Buffers;

namespace Reporting.Activity.Ingest;

/// <summary>
/// Reads lines of a stream through one buffer: LF or CRLF, the last with or without a line end, a byte order mark before the
/// first. A line that is too long is told by number and skipped without being held. Blank lines are passed over, but cost time too: the line behind the last
/// that may be read is told also when it is blank, unless it ends the stream.
/// </summary>
internal sealed class NdjsonReader(Stream stream, int maxLineBytes, long maxLines = long.MaxValue) : IDisposable
{
    private const int ReadBytes = 64 * 1024;
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(maxLineBytes + 8 + ReadBytes);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _atEnd;
    private bool _skipping;

    /// <summary>The line's number, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line without its line end, valid until the next read; empty when it is too long.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>True when the line was longer than allowed.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>Moves to the next line that is not blank, or is one more than may be read; false at the end.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            int length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (length >= 0 || (_atEnd && (_end > _start || _skipping)))
            {
                int lineEnd = length >= 0 ? _scanned + length : _end;
                TakeLine(lineEnd);
                _start = _scanned = Math.Min(lineEnd + 1, _end);
                if (IsTooLong || !Line.IsEmpty)
                {
                    return true;
                }

                if (Number > maxLines)
                {
                    return !await IsAtEndAsync(cancellationToken);
                }
            }
            else if (_atEnd)
            {
                return false;
            }
            else
            {
                await FillAsync(cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken)
    {
        if (_start == _end && !_atEnd)
        {
            await FillAsync(cancellationToken);
        }

        return _start == _end && _atEnd;
    }

    private void TakeLine(int lineEnd)
    {
        Number++;
        ReadOnlyMemory<byte> line = _buffer.AsMemory(_start, lineEnd - _start);
        if (Number == 1 && line.Span.StartsWith(ByteOrderMark))
        {
            line = line[ByteOrderMark.Length..];
        }

        line = line[..line.Span.TrimEnd(" \t\r"u8).Length];
        IsTooLong = _skipping || line.Length > maxLineBytes;
        _skipping = false;
        Line = IsTooLong ? default : line;
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_end - _start > maxLineBytes + 8)
        {
            // Too long whatever follows: only its end is looked for.
            _skipping = true;
            _start = _end;
        }

        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        _scanned = _end;
        int read = await stream.ReadAsync(_buffer.AsMemory(_end, ReadBytes), cancellationToken);
        _end += read;
        _atEnd = read == 0;
    }
}
