using Moq;
using Reporting.Activity.Scanning;
using Reporting.Storage.Paging;
using Reporting.Tests.Storage.Paging;

namespace Reporting.Tests.Activity.Scanning;

/// <summary>Reads ahead one page, no more, and cleans up.</summary>
public sealed class BucketScanTests
{
    [Fact]
    public async Task Nothing_is_asked_before_the_first_load_and_one_page_ahead_after_it()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var pages = new MemoryPages([KeyPages.Page("1", "2"), KeyPages.Page("3"), KeyPages.Page("4")]);
        await using var scan = new BucketScan(pages, KeyPages.Schema);
        Assert.False(scan.TryRead());
        Assert.Equal(0, pages.Asked);

        Assert.True(await scan.LoadAsync(cancellationToken));
        Assert.True(scan.TryRead());
        Assert.Equal(2, pages.Asked);
        Assert.True(scan.TryRead());
        Assert.False(scan.TryRead());
        Assert.Equal(2, pages.Asked);

        Assert.True(await scan.LoadAsync(cancellationToken));
        Assert.Equal(3, pages.Asked);
        Assert.Equal(["3", "4"], await KeyPages.ReadAsync(scan, cancellationToken), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Empty_pages_are_passed()
    {
        await using var scan = new BucketScan(new MemoryPages([KeyPages.Page(), KeyPages.Page("1"), KeyPages.Page(), KeyPages.Page(), KeyPages.Page("2"), KeyPages.Page()]), KeyPages.Schema);

        Assert.Equal(["1", "2"], await KeyPages.ReadAsync(scan, TestContext.Current.CancellationToken), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_load_that_is_cancelled_loses_no_page()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var slow = new TaskCompletionSource();
        await using var scan = new BucketScan(
            new MemoryPages([KeyPages.Page("1"), KeyPages.Page("2")]) { Before = (number, _) => number == 1 ? slow.Task : Task.CompletedTask }, KeyPages.Schema);
        Assert.True(await scan.LoadAsync(cancellationToken));
        Assert.True(scan.TryRead());
        using var cancellation = new CancellationTokenSource();
        Task<bool> load = scan.LoadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load);
        slow.SetResult();

        Assert.Equal(["2"], await KeyPages.ReadAsync(scan, cancellationToken), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Disposing_ends_the_page_under_way()
    {
        var pages = new MemoryPages([KeyPages.Page("1"), KeyPages.Page("2")])
        {
            Before = (number, cancellationToken) => number == 0 ? Task.CompletedTask : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken),
        };
        var scan = new BucketScan(pages, KeyPages.Schema);
        Assert.True(await scan.LoadAsync(TestContext.Current.CancellationToken));
        await scan.DisposeAsync();

        Assert.True(pages.Disposed);
    }

    [Fact]
    public async Task Each_page_waits_for_its_gate_and_is_counted_as_what_it_held()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var gate = new Mock<IPageGate>();
        var pages = new MemoryPages([KeyPages.Page("1", "2"), KeyPages.Page("3"), KeyPages.Page()]);
        await using var scan = new BucketScan(new GatedPages(pages, gate.Object, pageSize: 2), KeyPages.Schema);

        Assert.Equal(["1", "2", "3"], await KeyPages.ReadAsync(scan, cancellationToken), StringComparer.Ordinal);
        gate.Verify(told => told.EnterAsync(2, It.IsAny<CancellationToken>()), Times.Exactly(4)); // Three pages, and one more to find the end.
        gate.Verify(told => told.GiveBack(1), Times.Once);
        gate.Verify(told => told.GiveBack(2), Times.Exactly(2));
        gate.VerifyNoOtherCalls();
    }

    [Fact]
    public async Task A_closed_gate_lets_no_page_be_asked_for()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var open = new TaskCompletionSource();
        var gate = new Mock<IPageGate>();
        gate.Setup(told => told.EnterAsync(It.IsAny<int>(), It.IsAny<CancellationToken>())).Returns(new ValueTask(open.Task));
        var pages = new MemoryPages([KeyPages.Page("1")]);
        await using var scan = new BucketScan(new GatedPages(pages, gate.Object, pageSize: 2), KeyPages.Schema);
        Task<bool> load = scan.LoadAsync(cancellationToken).AsTask();
        Assert.Equal(0, pages.Asked);
        open.SetResult();

        Assert.True(await load);
    }

    [Fact]
    public async Task A_failure_shows_at_the_load_that_needs_the_page()
    {
        var pages = new MemoryPages([KeyPages.Page("1")]) { Before = (number, _) => number == 0 ? Task.CompletedTask : Task.FromException(new IOException("broken")) };
        await using var scan = new BucketScan(pages, KeyPages.Schema);
        Assert.True(await scan.LoadAsync(TestContext.Current.CancellationToken));
        Assert.True(scan.TryRead());
        Assert.False(scan.TryRead());

        await Assert.ThrowsAsync<IOException>(() => scan.LoadAsync(TestContext.Current.CancellationToken).AsTask());
    }
}
