using System.Buffers;
using Reporting.Rows;

namespace Reporting.Formats;

/// <summary>Turns rows into a format's bytes. Not thread-safe: one for each slice.</summary>
public interface IRowEncoder
{
    /// <summary>Writes what stands once at the head of a file (byte order mark, CSV header); nothing in most formats.</summary>
    void WriteHeader(IBufferWriter<byte> output);

    /// <summary>Writes one row, whole, with its line end.</summary>
    void WriteRow(in RowView row, IBufferWriter<byte> output);
}
