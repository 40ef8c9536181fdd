using FsCheck;
using FsCheck.Fluent;
using Reporting.Rows;

namespace Reporting.Tests.Rows;

public sealed class Rfc3339Tests
{
    [Theory]
    [InlineData("2026-01-28T08:46:57.012Z", "2026-01-28T08:46:57.012Z")]
    [InlineData("2026-01-28t08:46:57z", "2026-01-28T08:46:57.000Z")]
    [InlineData("2026-01-28T09:46:57.0129999+01:00", "2026-01-28T08:46:57.012Z")]
    [InlineData("2026-01-01T00:30:00.5-01:30", "2026-01-01T02:00:00.500Z")]
    [InlineData("2024-02-29T23:59:59-00:00", "2024-02-29T23:59:59.000Z")]
    [InlineData("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z")]
    [InlineData("1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59.999Z")]
    [InlineData("2017-01-01T00:59:60.75+01:00", "2016-12-31T23:59:59.999Z")]
    [InlineData("2015-06-30T23:59:60.999999999Z", "2015-06-30T23:59:59.999Z")]
    public void A_time_with_a_zone_is_taken_to_the_millisecond(string text, string expected)
    {
        Assert.True(Rfc3339.TryParse(text, out DateTimeOffset time));
        Assert.Equal(TimeSpan.Zero, time.Offset);
        Assert.Equal(expected, Rfc3339.Format(time));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-28")]
    [InlineData("2026-01-28T08:46:57")]
    [InlineData("2026-01-28T08:46:57.012")]
    [InlineData("2026-01-28 08:46:57Z")]
    [InlineData("2026-1-28T08:46:57.0Z")]
    [InlineData("2026-02-29T08:46:57Z")]
    [InlineData("2026-13-01T08:46:57Z")]
    [InlineData("2026-01-28T24:00:00Z")]
    [InlineData("2026-01-28T08:46:60Z")]
    [InlineData("2026-01-28T23:59:60Z")]
    [InlineData("2016-12-31T23:59:60+01:00")]
    [InlineData("2016-12-31T23:58:60Z")]
    [InlineData("2016-12-31T23:59:61Z")]
    [InlineData("2026-01-28T08:46:57.Z")]
    [InlineData("2026-01-28T08:46:57+0100")]
    [InlineData("2026-01-28T08:46:57+24:00")]
    [InlineData("2026-01-28T08:46:57Z ")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("0000-01-01T00:00:00Z")]
    [InlineData("٢٠٢٦-01-28T08:46:57Z")]
    public void Anything_else_is_refused(string text) => Assert.False(Rfc3339.TryParse(text, out _));

    [Theory]
    [InlineData("2026-01-28T08:46:57.0121Z", 1000)]
    [InlineData("2026-01-28T08:46:57.012000199+00:00", 1)]
    [InlineData("2026-01-28T08:46:57.012Z", 0)]
    [InlineData("2016-12-31T23:59:60Z", 9999)]
    public void The_precise_time_keeps_what_is_below_the_millisecond(string text, int ticks)
    {
        Assert.True(Rfc3339.TryParsePrecise(text, out DateTimeOffset time));
        Assert.Equal(ticks, time.UtcTicks % TimeSpan.TicksPerMillisecond);
        Assert.True(Rfc3339.TryParse(text, out DateTimeOffset cut));
        Assert.Equal(Rfc3339.ToMilliseconds(time), cut);
    }

    [Fact]
    public void Every_time_comes_back_and_ordinal_order_is_time_order()
    {
        Gen<DateTimeOffset> times = Gen.Choose(0, 3_652_058).SelectMany(day => Gen.Choose(0, 86_399_999).Select(milliseconds => DateTimeOffset.MinValue.AddDays(day).AddMilliseconds(milliseconds)));
        Prop.ForAll(Arb.From(times), Arb.From(times), (one, other) =>
            Rfc3339.TryParse(Rfc3339.Format(one), out DateTimeOffset read) && read == one
            && Math.Sign(string.CompareOrdinal(Rfc3339.Format(one), Rfc3339.Format(other))) == Math.Sign(one.CompareTo(other)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));
    }
}
