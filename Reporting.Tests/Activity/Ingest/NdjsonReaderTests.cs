using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Ingest;

namespace Reporting.Tests.Activity.Ingest;

public sealed class NdjsonReaderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a\nb\n", "1:a 2:b")]
    [InlineData("a\r\n\r\n \t\nb", "1:a 4:b")]
    [InlineData("\uFEFFa\n\uFEFFb", "1:a 2:\uFEFFb")]
    [InlineData("\n\n", "")]
    public async Task Lines_are_numbered_and_blank_ones_passed_over(string text, string expected) => Assert.Equal(expected, await ReadAsync(text, 100, int.MaxValue));

    [Fact]
    public async Task A_line_that_is_too_long_is_told_by_number_and_the_next_are_read()
    {
        string text = new string('x', 101) + "\n" + new string('y', 100) + "\nz\n" + new string('x', 1_000_000);
        Assert.Equal($"1:! 2:{new string('y', 100)} 3:z 4:!", await ReadAsync(text, 100, int.MaxValue));
    }

    [Fact]
    public void However_the_stream_is_cut_the_lines_are_the_same()
    {
        Gen<string> texts = Gen.ListOf(Gen.Elements("a", "é", "\n", "\r\n", "\n\n", " ", new string('x', 9), new string('x', 40), new string('x', 90_000))).Select(pieces => string.Concat(pieces));
        Prop.ForAll(Arb.From(texts), Arb.From(Gen.Elements(1, 2, 3, 7, 100, 65_536)), (text, cut) =>
        {
            string[] expected =
            [
                .. text.Split('\n').Select((line, index) => (Line: line.TrimEnd('\r', ' '), Number: index + 1)).Where(line => line.Line.Length > 0)
                    .Select(line => line.Number + ":" + (Encoding.UTF8.GetByteCount(line.Line) > 30 ? "!" : line.Line)),
            ];
            return string.Equals(string.Join(' ', expected), ReadAsync(text, 30, cut).GetAwaiter().GetResult(), StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Enabled ? 2_000 : 100));
    }

    private static async Task<string> ReadAsync(string text, int maxLineBytes, int cut)
    {
        using var reader = new NdjsonReader(new CutStream(Encoding.UTF8.GetBytes(text), cut), maxLineBytes);
        var lines = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None))
        {
            lines.Add(reader.Number + ":" + (reader.IsTooLong ? "!" : Encoding.UTF8.GetString(reader.Line.Span)));
        }

        return string.Join(' ', lines);
    }

    /// <summary>Gives at most so many bytes a read, as a network does.</summary>
    private sealed class CutStream(byte[] bytes, int cut) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(cut, buffer.Length)], cancellationToken);
    }
}
