using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;
using FsCheck;
using FsCheck.Xunit;
using Reporting.Formats;
using Reporting.Formats.Compression;
using Reporting.Tests.Judges;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

public sealed class GzipSegmentTests
{
    [Fact]
    public async Task Pieces_joined_and_the_trailer_are_one_member_to_gunzip_python_and_dotnet()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        TestRecords records = TestRecords.HardAuditEvents(2000, seed: 38);
        IRowEncoder encoder = new CsvFormat().CreateEncoder(records.Schema, Encoded.ColumnsOf(records.Names), Encoded.Options);
        byte[] plain = Encoded.File(encoder, records.Rows);

        var pieces = new List<Action<IBufferWriter<byte>>> { encoder.WriteHeader };
        foreach (BuiltRow[] slice in records.Rows.Chunk(300))
        {
            pieces.Add(output => WriteRows(encoder, slice, output));
            pieces.Add(_ => { });
        }

        byte[] file = Join(pieces);
        Assert.Equal(plain, await Judge.RunAsync("gunzip", ["-c"], file, cancellationToken));
        await Judge.RunAsync("gzip", ["-t"], file, cancellationToken);
        Assert.Equal(plain, await Judge.RunAsync("python3", ["-c", "import sys, zlib; d = zlib.decompressobj(31); sys.stdout.buffer.write(d.decompress(sys.stdin.buffer.read())); assert d.eof and not d.unused_data"], file, cancellationToken));
        Assert.Equal(plain, Decompress(file));
        Assert.InRange(file.Length, 1, plain.Length - 1);
    }

    [Fact]
    public async Task A_file_of_nothing_is_valid_gzip()
    {
        byte[] file = Join([_ => { }, _ => { }]);
        Assert.Equal(10 + GzipChecksum.TrailerBytes, file.Length);
        Assert.Empty(await Judge.RunAsync("gunzip", ["-c"], file, TestContext.Current.CancellationToken));
        Assert.Empty(Decompress(file));
    }

    [Property(MaxTest = 200)]
    public bool Checksums_of_pieces_combine_to_that_of_the_whole(byte[][] pieces)
    {
        GzipChecksum combined = pieces.Where(piece => piece is not null).Select(Of).Aggregate(Of([]), (all, next) => all.Append(next));
        return combined == Of([.. pieces.Where(piece => piece is not null).SelectMany(piece => piece)]);

        static GzipChecksum Of(byte[] bytes) => new(Crc32.HashToUInt32(bytes), bytes.Length);
    }

    [Fact]
    public void A_length_over_four_gibibytes_is_written_modulo_two_to_the_32nd()
    {
        byte[] million = new byte[1 << 20];
        var checksum = new GzipChecksum(0, 0);
        var whole = new Crc32();
        var one = new GzipChecksum(Crc32.HashToUInt32(million), million.Length);
        for (int at = 0; at < 4097; at++)
        {
            checksum = checksum.Append(one);
        }

        for (int at = 0; at < 4097; at++)
        {
            whole.Append(million);
        }

        Assert.Equal(whole.GetCurrentHashAsUInt32(), checksum.Crc32);
        Assert.Equal([3, 0, .. BitConverter.GetBytes(checksum.Crc32), 0, 0, 0x10, 0], checksum.ToTrailer());
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_without_a_time()
    {
        TestRecords records = TestRecords.HardAuditEvents(500, seed: 39);
        IRowEncoder encoder = new CsvFormat().CreateEncoder(records.Schema, Encoded.ColumnsOf(records.Names), Encoded.Options);

        byte[] once = Join([output => WriteRows(encoder, records.Rows, output)]);
        Assert.Equal(once, Join([output => WriteRows(encoder, records.Rows, output)]));
        Assert.Equal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF], once[..10]);
    }

    [Fact]
    public void Room_larger_than_a_chunk_is_given()
    {
        byte[] large = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range('a', 200_000).Select(letter => (char)('a' + (letter % 26)))));
        byte[] file = Join([output =>
        {
            output.Write("small"u8);
            large.CopyTo(output.GetSpan(large.Length));
            output.Advance(large.Length);
        }]);
        Assert.Equal([.. "small"u8, .. large], Decompress(file));
    }

    [Fact]
    public void Nothing_can_be_written_behind_the_end()
    {
        using var segment = new GzipSegment(new ArrayBufferWriter<byte>(), isFirst: true);
        segment.Complete();
        Assert.Throws<ObjectDisposedException>(() => segment.GetSpan(1).Length);
        Assert.Throws<ObjectDisposedException>(() => segment.Complete());
    }

    private static void WriteRows(IRowEncoder encoder, IEnumerable<BuiltRow> rows, IBufferWriter<byte> output)
    {
        foreach (BuiltRow row in rows)
        {
            encoder.WriteRow(row.View, output);
        }
    }

    private static byte[] Join(IReadOnlyList<Action<IBufferWriter<byte>>> pieces)
    {
        var file = new ArrayBufferWriter<byte>();
        var checksum = new GzipChecksum(0, 0);
        foreach ((int at, Action<IBufferWriter<byte>> write) in pieces.Index())
        {
            using var segment = new GzipSegment(file, isFirst: at == 0);
            write(segment);
            checksum = checksum.Append(segment.Complete());
        }

        file.Write(checksum.ToTrailer());
        return file.WrittenSpan.ToArray();
    }

    private static byte[] Decompress(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
