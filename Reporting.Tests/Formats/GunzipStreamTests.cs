using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats.Compression;

namespace Reporting.Tests.Formats;

public sealed class GunzipStreamTests
{
    private static readonly byte[] Text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 400).Select(number => FormattableString.Invariant($"line {number} of {number * 7919 % 1000}\n"))));

    public static TheoryData<string> Files => [.. Made.Keys];

    private static Dictionary<string, (byte[] File, byte[] Plain)> Made { get; } = new(StringComparer.Ordinal)
    {
        ["one member"] = (Compress(Text), Text),
        ["stored, as what does not compress is"] = (Compress(Noise(3000), CompressionLevel.NoCompression), Noise(3000)),
        ["several members"] = ([.. Compress(Text[..1000]), .. Compress([]), .. Compress(Text[1000..])], Text),
        ["several pieces"] = (Flushed(), Text),
        ["nothing"] = ([.. "\u001F"u8, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0], []),
        ["with a name, a comment, an extra field and a header checksum"] = (WithEveryHeaderField(), Text),
    };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_whole_file_is_read_whole_however_it_comes(string name)
    {
        (byte[] file, byte[] plain) = Made[name];
        foreach (int cut in new[] { 1, 2, 7, 100_000 })
        {
            Assert.Equal(plain, await ReadAsync(file, cut));
            Assert.Equal(plain, Read(file, cut));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Cut_anywhere_it_is_refused(string name)
    {
        byte[] file = Made[name].File;
        HashSet<int> ends = [.. EndsOfMembers(name)];
        for (int length = 0; length < file.Length; length += LongTests.Enabled || length > file.Length - 40 || length < 40 ? 1 : 13)
        {
            if (!ends.Contains(length))
            {
                await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(file[..length], 100_000));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Whatever_follows_the_end_is_refused(string name)
    {
        byte[] file = Made[name].File;
        foreach (byte[] junk in new byte[][] { [0], [0, 0, 0, 0], [0x1F], [0x1F, 0x8B], [0x1F, 0x8B, 8], "{}"u8.ToArray(), Noise(100_000) })
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([.. file, .. junk], 100_000));
            await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync([.. file, .. junk], 1));
        }
    }

    [Fact]
    public async Task A_wrong_checksum_or_length_of_any_member_is_refused()
    {
        byte[] first = Compress(Text[..1000]);
        byte[] file = [.. first, .. Compress(Text[1000..])];
        foreach (int end in new[] { first.Length, file.Length })
        {
            for (int at = end - 8; at < end; at++)
            {
                byte[] broken = [.. file];
                broken[at] ^= 1;
                await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(broken, 100_000));
            }
        }
    }

    [Fact]
    public void Random_bytes_changed_inserted_or_lost_never_pass_for_the_file()
    {
        Gen<byte[]> broken =
            from at in Gen.Choose(0, Made["several members"].File.Length - 1)
            from lost in Gen.Choose(0, 9)
            from inserted in Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf().Resize(9)
            select (byte[])[.. Made["several members"].File[..at], .. inserted, .. Made["several members"].File.Skip(at + lost)];
        Prop.ForAll(Arb.From(broken), file =>
        {
            try
            {
                // A change that no check covers (a time or a system in a header) leaves the same bytes.
                byte[] read = Read(file, 100_000);
                return read.AsSpan().SequenceEqual(Text) || EndsOfMembers("several members").Any(end => file.AsSpan().SequenceEqual(Made["several members"].File.AsSpan(0, end)));
            }
            catch (InvalidDataException)
            {
                return true;
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    private static IEnumerable<int> EndsOfMembers(string name) => name switch
    {
        "several members" => [Compress(Text[..1000]).Length, Compress(Text[..1000]).Length + Compress([]).Length],
        _ => [],
    };

    private static byte[] Compress(byte[] plain, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, level, leaveOpen: true))
        {
            gzip.Write(plain);
            gzip.Flush();
        }

        return file.Length > 0 ? file.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static byte[] Flushed()
    {
        using var file = new MemoryStream();
        using (var gzip = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
        {
            foreach (byte[] piece in Text.Chunk(1500))
            {
                gzip.Write(piece);
                gzip.Flush();
            }
        }

        return file.ToArray();
    }

    private static byte[] WithEveryHeaderField()
    {
        byte[] member = Compress(Text);
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 1, 2, 3, 4, 0, 3, 2, 0, (byte)'x', (byte)'y', .. "name\0"u8, .. "a comment\0"u8];
        uint crc = System.IO.Hashing.Crc32.HashToUInt32(header);
        return [.. header, (byte)crc, (byte)(crc >> 8), .. member[10..]];
    }

    private static byte[] Noise(int count)
    {
        byte[] noise = new byte[count];
        new Random(7).NextBytes(noise);
        return noise;
    }

    private static async Task<byte[]> ReadAsync(byte[] file, int cut)
    {
        await using var stream = new GunzipStream(new CutStream(file, cut));
        using var plain = new MemoryStream();
        await stream.CopyToAsync(plain, TestContext.Current.CancellationToken);
        return plain.ToArray();
    }

    private static byte[] Read(byte[] file, int cut)
    {
        using var stream = new GunzipStream(new CutStream(file, cut));
        using var plain = new MemoryStream();
        stream.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>Gives at most so many bytes a read, as a network does.</summary>
    private sealed class CutStream(byte[] bytes, int cut) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(cut, count));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(cut, buffer.Length)]);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(cut, buffer.Length)], cancellationToken);
    }
}
