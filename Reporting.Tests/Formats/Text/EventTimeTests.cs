using FsCheck;
using FsCheck.Fluent;
using Reporting.Formats.Text;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats.Text;

public sealed class EventTimeTests
{
    [Fact]
    public void Every_time_has_the_milliseconds_that_dotnet_counts()
    {
        int lastDay = (DateTimeOffset.MaxValue - DateTimeOffset.MinValue).Days;
        Gen<DateTimeOffset> times = Gen.Choose(0, lastDay).SelectMany(day => Gen.Choose(0, 86_399_999)
            .Select(milliseconds => DateTimeOffset.MinValue.AddDays(day).AddMilliseconds(milliseconds)));
        Prop.ForAll(Arb.From(times), time =>
            EventTime.ToUnixMilliseconds(Encoding.UTF8.GetBytes(RowBuilder.TextOf(time))) == time.ToUnixTimeMilliseconds())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 1000)));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:00.000Z", 0)]
    [InlineData("2000-02-29T23:59:59.999Z", 951868799999)]
    [InlineData("2026-01-28T08:46:57.012Z", 1769590017012)]
    public void Known_times_are_right(string time, long expected) => Assert.Equal(expected, EventTime.ToUnixMilliseconds(Encoding.UTF8.GetBytes(time)));

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-28T08:46:57Z")]
    [InlineData("2026-01-28 08:46:57.012Z")]
    [InlineData("2026-01-28T08:46:57.0x2Z")]
    public void Anything_else_is_refused(string time) =>
        Assert.Throws<FormatException>(() => EventTime.ToUnixMilliseconds(Encoding.UTF8.GetBytes(time)));
}
