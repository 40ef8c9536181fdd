using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Counts;
using Reporting.Activity.Records;

namespace Reporting.Tests.Activity.Counts;

public sealed class HourCountsTests(AzuriteServer azurite)
{
    [Fact]
    public void Packed_counts_are_as_documented()
    {
        var counts = new DayCounts();
        DateTimeOffset day = new(2026, 1, 28, 0, 0, 0, TimeSpan.Zero);
        for (int row = 0; row < 200; row++)
        {
            counts.Add(day.AddMinutes(7));
        }

        counts.Add(day.AddMinutes(5));
        counts.Add(day.AddMinutes(5));
        counts.Add(day.AddMinutes(5).AddSeconds(59));
        Assert.Equal([0x05, 0x03, 0x02, 0xC8, 0x01], counts.Pack());
    }

    [Fact]
    public void Counts_come_back_and_bad_bytes_do_no_harm()
    {
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.Choose(0, 1439))), Arb.From(Gen.ListOf(Gen.Choose(0, 255))), (minutes, bytes) =>
        {
            var counts = new DayCounts();
            foreach (int minute in minutes)
            {
                counts.Add(SampleActivity.Start.Date.AddMinutes(minute).ToUniversalTime());
            }

            int[] read = new int[DayCounts.Minutes];
            DayCounts.AddPacked(counts.Pack(), read);
            bool same = read.SequenceEqual(Enumerable.Range(0, DayCounts.Minutes).Select(minute => minutes.Count(given => given == minute)));
            DayCounts.AddPacked([.. bytes.Select(value => (byte)value)], read);
            return same;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 200)));
    }

    [Fact]
    public async Task Inserted_rows_are_counted_by_hour_and_minute_over_all_processes()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ActivityRig rig = await ActivityRig.CreateAsync(azurite);
        await rig.Writer.WriteAsync(SampleActivity.Many(100, number => SampleActivity.Event(number)), cancellationToken);
        await rig.Another().Writer.WriteAsync(SampleActivity.Many(300, number => SampleActivity.Event(number)), cancellationToken);
        await rig.Writer.WriteAsync(SampleActivity.Many(300, number => SampleActivity.Event(number)), cancellationToken);

        IReadOnlyList<HourCount> all = await rig.Counts.ReadAsync(AuditEvents.Table, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken);
        Assert.Equal(300, all.Sum(hour => hour.Total));
        Assert.Equal(Enumerable.Range(0, 300).GroupBy(number => SampleActivity.Time(number).Ticks / TimeSpan.TicksPerHour).Select(hour => (long)hour.Count()), all.Select(hour => hour.Total));
        Assert.Equal(1, all[0].Minutes[46]);

        IReadOnlyList<HourCount> some = await rig.Counts.ReadAsync(AuditEvents.Table, SampleActivity.Start.AddHours(1), SampleActivity.Start.AddHours(3), cancellationToken);
        Assert.Equal([9, 10, 11], some.Select(hour => hour.Hour.Hour));
        Assert.Empty(await rig.Counts.ReadAsync(Commits.Table, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, cancellationToken));
    }

    [Fact]
    public async Task A_write_does_not_fail_for_its_counts()
    {
        var policy = new RecordingPolicy();
        ActivityRig rig = await ActivityRig.CreateAsync(azurite, null, null, policy.Registration);
        await rig.Storage.Tables.DeleteTableAsync("hourcounts", TestContext.Current.CancellationToken);
        Assert.Equal(1, (await rig.Writer.WriteAsync([SampleActivity.Run(1)], TestContext.Current.CancellationToken)).Inserted);
    }
}
