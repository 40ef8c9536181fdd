namespace Reporting.Storage.Paging;

/// <summary>Gives the pages of a scan, one after another. Not for two callers at once.</summary>
internal interface IPageSource : IAsyncDisposable
{
    /// <summary>The next page (the caller disposes it), possibly without rows; null at the end.</summary>
    Task<PageBuffer?> NextAsync(CancellationToken cancellationToken);

    /// <summary>Tells how many rows a page had, once it is read; of no interest to most.</summary>
    void Settle(int rows)
    {
    }
}
