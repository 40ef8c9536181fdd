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

    [Theory]
    [InlineData("a\nb\n", "1:a 2:b")]
    [InlineData("a\nb\n\n", "1:a 2:b")]
    [InlineData("a\nb\n \r", "1:a 2:b")]
    [InlineData("a\nb\nc\n", "1:a 2:b 3:c")]
    [InlineData("\n\na\n", "3:a")]
    [InlineData("\n\n\na\n", "3:")]
    public async Task Blank_lines_count_against_the_lines_that_may_be_read(string text, string expected)
    {
        // The line behind the last that may be read ends the reading.
        Assert.Equal(expected, await ReadAsync(text, 100, int.MaxValue, maxLines: 2));
        Assert.Equal(expected, await ReadAsync(text, 100, 1, maxLines: 2));
    }

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

    private static async Task<string> ReadAsync(string text, int maxLineBytes, int cut, long maxLines = long.MaxValue)
    {
        using var reader = new NdjsonReader(new CutStream(Encoding.UTF8.GetBytes(text), cut), maxLineBytes, maxLines);
        var lines = new List<string>();
        while (reader.Number <= maxLines && await reader.ReadAsync(CancellationToken.None))
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
