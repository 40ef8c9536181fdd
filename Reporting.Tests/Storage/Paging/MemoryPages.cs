using Reporting.Storage.Paging;

namespace Reporting.Tests.Storage.Paging;

/// <summary>Gives pages from memory, and knows how they were asked for.</summary>
internal sealed class MemoryPages(IEnumerable<byte[]> pages) : IPageSource
{
    private readonly Queue<byte[]> _pages = new(pages);
    private int _running;

    /// <summary>Pages asked for so far.</summary>
    public int Asked { get; private set; }

    /// <summary>True once disposed.</summary>
    public bool Disposed { get; private set; }

    /// <summary>What to wait for before a page comes (its number, from 0), or null.</summary>
    public Func<int, CancellationToken, Task>? Before { get; init; }

    public async Task<PageBuffer?> NextAsync(CancellationToken cancellationToken)
    {
        Assert.Equal(1, Interlocked.Increment(ref _running));
        Assert.False(Disposed);
        try
        {
            int number = Asked++;
            await Task.Yield();
            if (Before is not null)
            {
                await Before(number, cancellationToken);
            }

            return _pages.TryDequeue(out byte[]? page) ? PageBuffer.CopyOf(page) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        return default;
    }
}
