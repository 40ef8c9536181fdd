using Reporting.Activity.Buckets;


namespace Reporting.Tests.Activity.Keys;

public sealed class BucketLayoutTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly BucketLayout _layout = new([new(Noon.AddHours(5), 2), new(Noon, 4)]);

    [Fact]
    public void One_bucket_holds_until_the_first_change()
    {
        Assert.Equal(1, _layout.CountAt(Noon.AddTicks(-1)));
        Assert.Equal(4, _layout.CountAt(Noon));
        Assert.Equal(4, _layout.CountAt(Noon.AddHours(5).AddTicks(-1)));
        Assert.Equal(2, _layout.CountAt(Noon.AddYears(1)));
    }

    [Fact]
    public void A_reader_opens_every_bucket_that_was_in_force_in_its_range()
    {
        Assert.Equal(["00"], _layout.BucketsInForce(Noon.AddDays(-9), Noon.AddTicks(-1)));
        Assert.Equal(["00", "01", "02", "03"], _layout.BucketsInForce(Noon.AddDays(-9), Noon.AddYears(1)));
        Assert.Equal(["00", "01"], _layout.BucketsInForce(Noon.AddHours(5), Noon.AddYears(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(32)]
    public void Other_counts_are_refused(int count) => Assert.Throws<ArgumentException>(() => new BucketLayout([new(Noon, count)]));
}
