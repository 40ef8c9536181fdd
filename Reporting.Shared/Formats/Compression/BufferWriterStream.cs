using System.Buffers;

namespace Reporting.Formats.Compression;

/// <summary>A write-only stream into a buffer writer.</summary>
internal sealed class BufferWriterStream(IBufferWriter<byte> output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException("This stream only takes bytes.");

    public override long Position
    {
        get => throw new NotSupportedException("This stream only takes bytes.");
        set => throw new NotSupportedException("This stream only takes bytes.");
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("This stream only takes bytes.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("This stream only takes bytes.");

    public override void SetLength(long value) => throw new NotSupportedException("This stream only takes bytes.");

    public override void Write(byte[] buffer, int offset, int count) => output.Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer) => output.Write(buffer);
}
