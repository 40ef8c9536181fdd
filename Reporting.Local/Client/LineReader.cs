using System.Buffers;
using System.IO.Pipelines;

namespace Reporting.Local.Client;

/// <summary>Reads a stream of lines as bytes, a batch at a time.</summary>
internal sealed class LineReader(Stream stream)
{
    private readonly PipeReader _reader = PipeReader.Create(stream);

    /// <summary>Lines read so far.</summary>
    public int LineNumber { get; private set; }

    /// <summary>
    /// The next lines, each ended by LF, at most so many of them and not many more bytes than asked (a line is never cut); null at the
    /// end. The last line need not have an end of its own.
    /// </summary>
    public async Task<byte[]?> ReadAsync(int maxLines, int maxBytes, CancellationToken cancellationToken)
    {
        var batch = new ArrayBufferWriter<byte>(64 * 1024);
        int lines = 0;
        while (true)
        {
            ReadResult result = await _reader.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> rest = result.Buffer;
            while (lines < maxLines && batch.WrittenCount < maxBytes && rest.PositionOf((byte)'\n') is { } end)
            {
                SequencePosition next = rest.GetPosition(1, end);
                Append(batch, rest.Slice(0, next));
                rest = rest.Slice(next);
                lines++;
            }

            bool full = lines == maxLines || batch.WrittenCount >= maxBytes;
            if (!full && result.IsCompleted && !rest.IsEmpty)
            {
                Append(batch, rest);
                batch.Write("\n"u8);
                rest = rest.Slice(rest.End);
                lines++;
            }

            _reader.AdvanceTo(rest.Start, full ? rest.Start : rest.End);
            if (full || result.IsCompleted)
            {
                LineNumber += lines;
                return lines == 0 ? null : batch.WrittenSpan.ToArray();
            }
        }
    }

    private static void Append(ArrayBufferWriter<byte> batch, ReadOnlySequence<byte> bytes)
    {
        foreach (ReadOnlyMemory<byte> part in bytes)
        {
            batch.Write(part.Span);
        }
    }
}
