using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Keys;

namespace Reporting.Tests.Activity.Keys;

public sealed class ActivityKeysTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef";
    private static readonly Gen<DateTimeOffset> Times = Gen.Choose(0, 200_000).Select(minutes => SampleActivity.Start.AddMinutes(minutes).AddMilliseconds(minutes % 999));

    // Few letters, many dashes and hashes: where keys of different identities come close to each other.
    private static readonly Gen<string> Ids = Gen.NonEmptyListOf(Gen.Elements("a", "b", "-", "--", ".", "Z", ":", "_", "0", Hash, "-" + Hash, "-" + Hash + "-"))
        .Select(pieces => string.Concat(pieces)).Where(id => id.Length <= 120);

    [Fact]
    public void Keys_are_as_documented()
    {
        DateTimeOffset time = SampleActivity.Start;
        Assert.Equal("00-2026012808", ActivityKeys.Partition(0, time));
        Assert.Equal("0f-2026012808", ActivityKeys.Partition(15, time));
        Assert.Equal("0639051868170120000-r-1-" + Hash, ActivityKeys.RecipeRunRow(time, "r-1", Hash));
        Assert.Equal("0639051868170120000-e-1", ActivityKeys.AuditEventRow(time, "e-1"));
        Assert.Equal("0639051868170120000-9f86d08-r-1-" + Hash, ActivityKeys.CommitRow(time, "9f86d08", "r-1", Hash));
        Assert.Equal("0639051868170120000-r-1-" + Hash + "-9f86d08", ActivityKeys.RunCommitRow(ActivityKeys.RecipeRunRow(time, "r-1", Hash), "9f86d08"));
        Assert.Equal("reciperuns-2026012808", ActivityKeys.TouchedPartition("reciperuns", time));
        Assert.Equal("202601280846-00-2026012808-w", ActivityKeys.TouchedRow(time, "00-2026012808", "w"));
    }

    [Fact]
    public void Times_in_keys_are_utc_and_cut_to_milliseconds()
    {
        DateTimeOffset time = SampleActivity.Start.AddTicks(9_999);
        Assert.Equal(ActivityKeys.Ticks(SampleActivity.Start), ActivityKeys.Ticks(time.ToOffset(TimeSpan.FromHours(5.5))));
        Assert.Equal("00-2026012808", ActivityKeys.Partition(0, time.ToOffset(TimeSpan.FromHours(-9))));
    }

    [Fact]
    public void Ordinal_order_of_keys_is_time_order() => Prop.ForAll(Arb.From(Times), Arb.From(Times), Arb.From(Ids), (one, other, id) =>
        one == other || Math.Sign(string.CompareOrdinal(ActivityKeys.RecipeRunRow(one, id, Hash), ActivityKeys.RecipeRunRow(other, "z", Hash))) == Math.Sign(one.CompareTo(other)))
        .Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));

    [Fact]
    public void Different_commits_never_share_a_key() => Prop.ForAll(Arb.From(Ids), Arb.From(Ids), Arb.From(Ids), (a, b, c) =>
    {
        // Every way of cutting the same text in two gives another commit.
        string text = a + "-" + b + "-" + c;
        string[] keys = [.. Enumerable.Range(1, text.Length - 2).Where(at => text[at] == '-').Select(at => ActivityKeys.CommitRow(SampleActivity.Start, text[..at], text[(at + 1)..], Hash))];
        return keys.Distinct(StringComparer.Ordinal).Count() == keys.Length;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 1000)));

    [Fact]
    public void Commits_of_a_run_stand_under_its_key_and_no_other_runs() => Prop.ForAll(Arb.From(Ids), Arb.From(Ids), Arb.From(Ids), (one, tail, commit) =>
    {
        // The other run's id begins with all of this run's key that follows the time: the worst neighbour there is.
        string run = ActivityKeys.RecipeRunRow(SampleActivity.Start, one, Hash);
        string neighbour = ActivityKeys.RecipeRunRow(SampleActivity.Start, one + "-" + Hash + tail, Hash);
        string mine = ActivityKeys.RunCommitRow(run, commit);
        string others = ActivityKeys.RunCommitRow(neighbour, commit);
        return mine.StartsWith(run + "-", StringComparison.Ordinal) && !others.StartsWith(run + "-", StringComparison.Ordinal)
            && Math.Sign(string.CompareOrdinal(run, neighbour)) == Math.Sign(string.CompareOrdinal(mine, others));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 1000)));

    [Fact]
    public void Guids_and_commit_hashes_stand_in_keys_as_they_are()
    {
        Assert.Equal("1ff0dfaa-6967-8911-7416-e2435f594ad6", KeySegment.OfRun("1ff0dfaa-6967-8911-7416-e2435f594ad6"));
        Assert.Equal("run~" + Hash, KeySegment.OfRun("run-" + Hash));
        Assert.Equal("run-" + Hash + "0", KeySegment.OfRun("run-" + Hash + "0"));
        Assert.Equal("706d9319f14b507f3c3deeba4eeda1a51a531c9b", KeySegment.OfCommit("706d9319f14b507f3c3deeba4eeda1a51a531c9b"));
    }

    [Fact]
    public void Repositories_that_read_alike_when_joined_have_different_hashes()
    {
        string[] hashes =
        [
            ActivityKeys.RepositoryHash("a", "b", "c"), ActivityKeys.RepositoryHash("ab", "", "c"), ActivityKeys.RepositoryHash("", "ab", "c"),
            ActivityKeys.RepositoryHash("a", "bc", ""), ActivityKeys.RepositoryHash("a\0b", "", "c"), ActivityKeys.RepositoryHash("a", "b\0c", ""),
        ];
        Assert.Equal(hashes.Length, hashes.Distinct(StringComparer.Ordinal).Count());
        Assert.All(hashes, hash => Assert.Matches("^[0-9a-f]{32}$", hash));

        // The same in every release: it is part of stored keys.
        Assert.Equal("8385d4c2a548482855ebc6368d4b2775", ActivityKeys.RepositoryHash("github.com", "apache/maven", "main"));
    }

    [Fact]
    public void Buckets_are_stable_and_even()
    {
        int[] rows = new int[16];
        for (int number = 0; number < 16_000; number++)
        {
            rows[ActivityKeys.Bucket(SampleActivity.Event(number).Id, 16)]++;
        }

        Assert.All(rows, count => Assert.InRange(count, 850, 1150));
        Assert.Equal(0, ActivityKeys.Bucket("anything", 1));

        // The same in every release and process: it is part of stored keys.
        Assert.Equal(6, ActivityKeys.Bucket(ActivityKeys.RunSpread("1ff0dfaa-6967-8911-7416-e2435f594ad6", Hash), 16));
    }
}
