using System.Buffers;
using Reporting.Formats.Compression;

namespace Reporting.Benchmarks.Compare;

/// <summary>Takes bytes and counts them.</summary>
internal sealed class CountingOutput : ForwardOnlyStream, IBufferWriter<byte>
{
    private readonly byte[] _buffer = new byte[1 << 20];
    private long _count;

    public override bool CanWrite => true;

    public override long Length => _count;

    public void Advance(int count) => _count += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => _buffer;

    public Span<byte> GetSpan(int sizeHint = 0) => _buffer;

    public override void Write(ReadOnlySpan<byte> buffer) => _count += buffer.Length;
}
