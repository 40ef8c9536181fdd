using System.Buffers;
using System.IO.Compression;
using System.Text;
using Reporting.Formats;
using Reporting.Formats.Compression;
using Reporting.Formats.Csv;
using Reporting.Tests.Judges;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

public sealed class GzipMemberTests
{
    [Fact]
    public async Task Slices_joined_are_one_file_to_gunzip_and_to_dotnet()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        TestRecords records = TestRecords.HardAuditEvents(2000, seed: 38);
        IRowEncoder encoder = new CsvFormat().CreateEncoder(records.Schema, Encoded.ColumnsOf(records.Names), Encoded.Options);
        byte[] plain = Encoded.File(encoder, records.Rows);

        using var file = new MemoryStream();
        file.Write(Compressed(encoder.WriteHeader));
        foreach (BuiltRow[] slice in records.Rows.Chunk(300))
        {
            file.Write(Compressed(member => WriteRows(encoder, slice, member)));
            file.Write(Compressed(_ => { }));
        }

        Assert.Equal(plain, await Judge.RunAsync("gunzip", ["-c"], file.ToArray(), cancellationToken));
        await Judge.RunAsync("gzip", ["-t"], file.ToArray(), cancellationToken);
        Assert.Equal(plain, Decompress(file.ToArray()));
        Assert.InRange(file.Length, 1, plain.Length - 1);
    }

    [Fact]
    public async Task A_slice_of_nothing_is_valid_gzip_on_its_own()
    {
        byte[] member = Compressed(_ => { });
        Assert.Equal(20, member.Length);
        Assert.Empty(await Judge.RunAsync("gunzip", ["-c"], member, TestContext.Current.CancellationToken));
        Assert.Empty(Decompress(member));
    }

    [Fact]
    public void The_same_rows_give_the_same_bytes_without_a_time()
    {
        TestRecords records = TestRecords.HardAuditEvents(500, seed: 39);
        IRowEncoder encoder = new CsvFormat().CreateEncoder(records.Schema, Encoded.ColumnsOf(records.Names), Encoded.Options);

        byte[] toStream = Compressed(member => WriteRows(encoder, records.Rows, member));
        var buffer = new ArrayBufferWriter<byte>();
        using (var member = new GzipMember(buffer))
        {
            WriteRows(encoder, records.Rows, member);
            member.Complete();
        }

        Assert.Equal(toStream, buffer.WrittenSpan.ToArray());
        Assert.Equal([0x1F, 0x8B, 8, 0, 0, 0, 0, 0], toStream[..8]);
    }

    [Fact]
    public void Room_larger_than_a_piece_is_given()
    {
        byte[] large = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range('a', 200_000).Select(letter => (char)('a' + (letter % 26)))));
        byte[] member = Compressed(output =>
        {
            output.Write("small"u8);
            large.CopyTo(output.GetSpan(large.Length));
            output.Advance(large.Length);
        });
        Assert.Equal([.. "small"u8, .. large], Decompress(member));
    }

    [Fact]
    public void Nothing_can_be_written_behind_the_end()
    {
        using var member = new GzipMember(new ArrayBufferWriter<byte>());
        member.Complete();
        Assert.Throws<ObjectDisposedException>(() => member.GetSpan(1).Length);
        Assert.Throws<ObjectDisposedException>(member.Complete);
    }

    private static void WriteRows(IRowEncoder encoder, IEnumerable<BuiltRow> rows, IBufferWriter<byte> output)
    {
        foreach (BuiltRow row in rows)
        {
            encoder.WriteRow(row.View, output);
        }
    }

    private static byte[] Compressed(Action<IBufferWriter<byte>> write)
    {
        using var stream = new MemoryStream();
        using var member = new GzipMember(stream);
        write(member);
        member.Complete();
        return stream.ToArray();
    }

    private static byte[] Decompress(byte[] file)
    {
        using var gzip = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
