using Reporting.Exports.Jobs;

namespace Reporting.Tests.Exports.Jobs;

public sealed class ExportIdsTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);

    [Fact]
    public void Ids_are_26_characters_of_the_alphabet_and_differ()
    {
        string[] ids = [.. Enumerable.Range(0, 1000).Select(_ => ExportIds.Create(s_time))];

        Assert.All(ids, id => Assert.Matches("^[0-9a-hjkmnp-tv-z]{26}$", id));
        Assert.All(ids, id => Assert.True(ExportIds.IsValid(id)));
        Assert.Equal(1000, ids.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Newer_ids_come_first_in_ordinal_order()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(step => ExportIds.Create(s_time.AddMilliseconds(step * 37L)))];

        Assert.Equal<string[]>([.. ids.Reverse()], [.. ids.Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void The_example_holds() => Assert.StartsWith("zybqykyztz", ExportIds.Create(s_time), StringComparison.Ordinal);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("zybqykyztz0000000000000000/")]
    [InlineData("ZYBQYKYZTZ0000000000000000")]
    [InlineData("zybqykyztzu000000000000000")]
    public void Other_text_is_no_id(string? text) => Assert.False(ExportIds.IsValid(text));

    [Fact]
    public void The_random_part_uses_every_digit_alike()
    {
        var counts = new Dictionary<char, int>();
        for (int count = 0; count < 2000; count++)
        {
            foreach (char digit in ExportIds.Create(s_time)[10..])
            {
                counts[digit] = counts.GetValueOrDefault(digit) + 1;
            }
        }

        Assert.Equal(32, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 700, 1300));
    }

    [Fact]
    public void An_id_made_for_a_name_is_always_the_same_and_shaped_like_any_other()
    {
        DateTimeOffset time = new(2026, 11, 22, 10, 15, 0, TimeSpan.Zero);
        string id = ExportIds.CreateFor(time, "daily 1");

        Assert.True(ExportIds.IsValid(id));
        Assert.StartsWith("zybqykyztz", id, StringComparison.Ordinal);
        Assert.Equal(id, ExportIds.CreateFor(time, "daily 1"));
        Assert.Equal(100, Enumerable.Range(0, 100).Select(number => ExportIds.CreateFor(time, "daily " + number)).Distinct(StringComparer.Ordinal).Count());
    }
}
