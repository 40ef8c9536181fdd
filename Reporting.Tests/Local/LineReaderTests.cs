using Reporting.Local.Client;

namespace Reporting.Tests.Local;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("a\nb\nc\n", 2, 1000, "a\nb\n|c\n")]
    [InlineData("a\nb\nc", 2, 1000, "a\nb\n|c\n")]
    [InlineData("a\n\nb\n", 10, 1000, "a\n\nb\n")]
    [InlineData("aaaa\nbbbb\nc\n", 10, 6, "aaaa\nbbbb\n|c\n")]
    [InlineData("one", 1, 1, "one\n")]
    [InlineData("", 10, 1000, "")]
    public async Task Lines_come_whole_in_batches_and_the_last_one_gets_an_end(string text, int lines, int bytes, string batches)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new LineReader(stream);
        List<string> read = [];
        while (await reader.ReadAsync(lines, bytes, TestContext.Current.CancellationToken) is { } batch)
        {
            read.Add(Encoding.UTF8.GetString(batch));
        }

        Assert.Equal(batches, string.Join('|', read));
        Assert.Equal(string.Concat(read).Count(character => character == '\n'), reader.LineNumber);
    }

    [Fact]
    public async Task Long_files_come_out_as_they_are()
    {
        string text = string.Concat(Enumerable.Range(0, 50_000).Select(number => FormattableString.Invariant($"line {number}\n")));
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var reader = new LineReader(stream);
        var all = new StringBuilder();
        while (await reader.ReadAsync(777, 5_000, TestContext.Current.CancellationToken) is { } batch)
        {
            all.Append(Encoding.UTF8.GetString(batch));
        }

        Assert.Equal(text, all.ToString());
        Assert.Equal(50_000, reader.LineNumber);
    }
}
