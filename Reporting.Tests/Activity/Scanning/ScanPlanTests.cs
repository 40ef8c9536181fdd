using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Keys;
using Reporting.Activity.Scanning;

namespace Reporting.Tests.Activity.Scanning;

/// <summary>A range of keys becomes few queries that give it in order.</summary>
public sealed partial class ScanPlanTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Whole_hours_are_one_query() =>
        Assert.Equal(["PartitionKey ge '03-2026012810' and PartitionKey le '03-2026012813'"], Plan("10:00", "14:00").FiltersOf("03"), StringComparer.Ordinal);

    [Fact]
    public void One_whole_hour_is_one_partition() =>
        Assert.Equal(["PartitionKey eq '00-2026012810'"], Plan("10:00", "11:00").FiltersOf("00"), StringComparer.Ordinal);

    [Fact]
    public void Cut_hours_are_queries_of_their_own()
    {
        KeyRange keys = Range("10:30", "14:10");

        Assert.Equal(
            [
                $"PartitionKey eq '00-2026012810' and RowKey ge '{keys.From}'",
                "PartitionKey ge '00-2026012811' and PartitionKey le '00-2026012813'",
                $"PartitionKey eq '00-2026012814' and RowKey lt '{keys.To}'",
            ],
            new ScanPlan(keys, null).FiltersOf("00"),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Going_on_after_a_key_leaves_it_out()
    {
        KeyRange keys = Range("10:30", "10:40").After(Range("10:31", "10:40").From + "-id");

        Assert.Equal([$"PartitionKey eq '00-2026012810' and RowKey gt '{keys.From}' and RowKey lt '{keys.To}'"], new ScanPlan(keys, null).FiltersOf("00"), StringComparer.Ordinal);
    }

    [Fact]
    public void The_requests_own_filter_joins_every_query() =>
        Assert.All(new ScanPlan(Range("10:30", "14:10"), "a eq 'x' or b eq 'y'").FiltersOf("00"), filter => Assert.EndsWith(" and (a eq 'x' or b eq 'y')", filter, StringComparison.Ordinal));

    [Fact]
    public void One_partition_is_one_query()
    {
        KeyRange keys = Range("10:00", "11:00");

        Assert.Equal($"PartitionKey eq '07-2026012810' and RowKey ge '{keys.From}' and RowKey lt '{keys.To}'", new ScanPlan(keys, null).FilterOf("07-2026012810"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10:00")]
    [InlineData("063905179617012000x")]
    [InlineData("9999999999999999999")]
    public void A_key_without_ticks_is_refused(string key)
    {
        Assert.Throws<ArgumentException>(() => new ScanPlan(new KeyRange(key, "3155378975999999999"), null));
        Assert.Throws<ArgumentException>(() => new ScanPlan(new KeyRange("0000000000000000000", key), null));
    }

    [Fact]
    public void All_of_time_is_a_range()
    {
        var plan = new ScanPlan(KeyRange.OfTimes(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), null);

        Assert.Equal("PartitionKey ge '00-0001010100' and PartitionKey le '00-9999123122'", plan.FiltersOf("00")[0]);
    }

    [Fact]
    public void The_queries_give_the_rows_of_the_range_in_order_once()
    {
        // Keys of two days, many of them at hours' edges, some with the same ticks.
        Gen<string> ticks = Gen.Choose(0, 48).SelectMany(hour => Gen.Elements(0L, 1L, -1L, TimeSpan.TicksPerMinute * 17).Select(beside => (Start.UtcTicks + (hour * TimeSpan.TicksPerHour) + beside).ToString("D19", CultureInfo.InvariantCulture)));
        Gen<string> key = ticks.SelectMany(text => Gen.Elements("-a", "-b", "-b-c").Select(id => text + id));
        Gen<string> edge = Gen.OneOf(ticks, key);
        Gen<(KeyRange Range, string[] Keys)> cases = edge.SelectMany(one => edge.SelectMany(other => Gen.Elements(true, false).SelectMany(exclusive =>
            key.ListOf().Select(keys => (new KeyRange(one, other, exclusive), keys.Append(one + "-x").Distinct(StringComparer.Ordinal).ToArray())))));
        Prop.ForAll(Arb.From(cases), GivesTheRangeInOrder).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 2_000)));
    }

    private static bool GivesTheRangeInOrder((KeyRange Range, string[] Keys) given)
    {
        (KeyRange range, string[] keys) = given;
        var plan = new ScanPlan(range, null);
        (string Partition, string Key)[] table = [.. keys.Select(key => (ActivityKeys.Partition(0, new DateTimeOffset(long.Parse(key.AsSpan(0, 19), CultureInfo.InvariantCulture), TimeSpan.Zero)), key)).Order()];
        string[] expected = [.. keys.Order(StringComparer.Ordinal).Where(key =>
            (string.CompareOrdinal(key, range.From) > 0 || (!range.FromExclusive && string.Equals(key, range.From, StringComparison.Ordinal))) && string.CompareOrdinal(key, range.To) < 0)];
        if (plan.IsEmpty)
        {
            return expected.Length == 0;
        }

        IReadOnlyList<string> filters = plan.FiltersOf("00");
        Assert.All(filters, filter => Assert.InRange(Comparison().Count(filter), 1, 4));
        Assert.Equal<string>(expected, filters.SelectMany(filter => table.Where(row => Matches(filter, row)).Select(row => row.Key)));
        return true;
    }

    // The service's reading of "PartitionKey ge '..' and RowKey lt '..'": ordinal.
    private static bool Matches(string filter, (string Partition, string Key) row) => Comparison().Matches(filter).All(comparison =>
    {
        string value = comparison.Groups["property"].Value.StartsWith('P') ? row.Partition : row.Key;
        int order = string.CompareOrdinal(value, comparison.Groups["value"].Value);
        return comparison.Groups["operator"].Value switch { "eq" => order == 0, "ge" => order >= 0, "gt" => order > 0, "le" => order <= 0, "lt" => order < 0, _ => false };
    });

    [GeneratedRegex("(?<property>PartitionKey|RowKey) (?<operator>..) '(?<value>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comparison();

    private static ScanPlan Plan(string from, string to) => new(Range(from, to), null);

    private static KeyRange Range(string from, string to) => KeyRange.OfTimes(Start + Time(from), Start + Time(to));

    private static TimeSpan Time(string text) => TimeSpan.ParseExact(text, "hh\\:mm", CultureInfo.InvariantCulture);
}
