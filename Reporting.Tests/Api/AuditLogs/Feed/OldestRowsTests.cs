using FsCheck;
using FsCheck.Fluent;
using Reporting.Api.AuditLogs.Feed;

namespace Reporting.Tests.Api.AuditLogs.Feed;

public sealed class OldestRowsTests
{
    [Fact]
    public void What_is_kept_is_the_beginning_of_what_was_offered_in_whatever_order()
    {
        Gen<(int Number, int Bytes)[]> offers = Gen.Choose(0, 60).SelectMany(number => Gen.Choose(1, 40).Select(bytes => (number, bytes))).ArrayOf();
        Prop.ForAll(Arb.From(offers), Arb.From(Gen.Choose(1, 12)), Arb.From(Gen.Choose(1, 200)), (rows, capacity, mostBytes) =>
        {
            // Of one place one row: it is the same row, offered again.
            FeedRow[] offered = [.. rows.DistinctBy(row => row.Number).Select(row => Row(row.Number, row.Bytes))];
            var kept = new OldestRows(capacity, mostBytes);
            foreach (FeedRow row in offered)
            {
                if (kept.Takes(row.ChangedAt, row.Key))
                {
                    kept.Add(row);
                }
            }

            FeedRow[] inOrder = [.. offered.Order()];
            return kept.Rows.SequenceEqual(inOrder.Take(kept.Rows.Count))
                && kept.Rows.Count <= capacity
                && (kept.Rows.Count <= 1 || kept.Bytes <= mostBytes)
                && kept.Bytes == kept.Rows.Sum(row => row.Line.Length)
                && kept.HasOverflown == (kept.Rows.Count < offered.Length)
                && (kept.Rows.Count > 0 || offered.Length == 0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));
    }

    private static FeedRow Row(int number, int bytes) => new("2026-01-01T00:00:00.000Z", FormattableString.Invariant($"{number:D4}"), new byte[bytes]);
}
