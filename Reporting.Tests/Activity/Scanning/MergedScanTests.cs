using FsCheck;
using FsCheck.Fluent;
using Reporting.Activity.Scanning;
using Reporting.Tests.Storage.Paging;

namespace Reporting.Tests.Activity.Scanning;

/// <summary>Several ordered scans read as one.</summary>
public sealed class MergedScanTests
{
    [Fact]
    public void Any_scans_merge_in_order()
    {
        // A scan is the lengths of its pages; keys are dealt out at random.
        Gen<(int[][] Scans, int Seed)> cases = Gen.Choose(2, 16).SelectMany(count => Gen.Choose(0, 4).ArrayOf().ArrayOf(count).SelectMany(scans => Gen.Choose(0, int.MaxValue).Select(seed => (scans, seed))));
        Prop.ForAll(Arb.From(cases), given => IsInOrderAsync(given.Scans, given.Seed).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 500)));
    }

    [Fact]
    public async Task All_scans_start_together()
    {
        int waiting = 0;
        var all = new TaskCompletionSource();
        MemoryPages[] pages = [.. Enumerable.Range(0, 16).Select(number => new MemoryPages([KeyPages.Page(number.ToString("D2", CultureInfo.InvariantCulture))])
        {
            Before = (page, _) =>
            {
                if (page == 0 && Interlocked.Increment(ref waiting) == 16)
                {
                    all.SetResult();
                }

                return all.Task;
            },
        })];
        await using var merged = new MergedScan([.. pages.Select(source => new BucketScan(source, KeyPages.Schema))], KeyPages.Schema);

        Assert.Equal(16, (await KeyPages.ReadAsync(merged, TestContext.Current.CancellationToken)).Count);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_can_be_tried_again()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var slow = new TaskCompletionSource();
        await using var merged = new MergedScan(
            [
                new BucketScan(new MemoryPages([KeyPages.Page("1"), KeyPages.Page("4")]), KeyPages.Schema),
                new BucketScan(new MemoryPages([KeyPages.Page("2", "3")]) { Before = (_, _) => slow.Task }, KeyPages.Schema),
            ],
            KeyPages.Schema);
        using var cancellation = new CancellationTokenSource();
        Task<bool> load = merged.LoadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        slow.SetResult();

        Assert.Equal(["1", "2", "3", "4"], await KeyPages.ReadAsync(merged, cancellationToken), StringComparer.Ordinal);
    }

    private static async Task<bool> IsInOrderAsync(int[][] scans, int seed)
    {
        int total = scans.Sum(pages => pages.Sum());
        int[] keys = [.. Enumerable.Range(0, total)];
        new Random(seed).Shuffle(keys);
        int next = 0;
        var sources = new List<MemoryPages>();
        foreach (int[] pages in scans)
        {
            var own = new Queue<int>(keys[next..(next += pages.Sum())].Order());
            sources.Add(new MemoryPages([.. pages.Select(length => KeyPages.Page([.. Enumerable.Range(0, length).Select(_ => Text(own.Dequeue()))]))]));
        }

        await using (var merged = new MergedScan([.. sources.Select(source => new BucketScan(source, KeyPages.Schema))], KeyPages.Schema))
        {
            Assert.Equal(Enumerable.Range(0, total).Select(Text), await KeyPages.ReadAsync(merged, CancellationToken.None), StringComparer.Ordinal);
        }

        return sources.TrueForAll(source => source.Disposed);
    }

    private static string Text(int key) => key.ToString("D5", CultureInfo.InvariantCulture);
}
