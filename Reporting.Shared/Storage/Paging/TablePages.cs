using Azure;
using Azure.Data.Tables;

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

/// <summary>
/// The raw pages of some queries over one table, in the order of the queries. The SDK asks, retries and follows continuation tokens;
/// a page without rows but with a continuation is legal (Table service, "Query timeout and pagination") and is passed on.
/// </summary>
/// <param name="table">A client made with <see cref="PageCaptureOptions.AddPageCapture"/>.</param>
/// <param name="filters">One OData filter a query.</param>
/// <param name="columns">What to select.</param>
/// <param name="pageSize">Rows a page, 1 to 1,000.</param>
/// <param name="gate">Notified when the service is busy, or null.</param>
internal sealed class TablePages(
    TableClient table, IReadOnlyList<string> filters, IReadOnlyList<string> columns, int pageSize, IPageGate? gate = null) : IPageSource
{
    private readonly PageCapture _capture = new(gate);
    private IAsyncEnumerator<Page<TableEntity>>? _pages;
    private int _query;

    /// <inheritdoc/>
    public async Task<PageBuffer?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_pages is null)
            {
                if (_query == filters.Count)
                {
                    return null;
                }

                _pages = table.QueryAsync<TableEntity>(filters[_query++], pageSize, columns, cancellationToken).AsPages()
                    .GetAsyncEnumerator(cancellationToken);
            }

            using (_capture.Mark())
            {
                if (await _pages.MoveNextAsync())
                {
                    return _capture.Take();
                }
            }

            await _pages.DisposeAsync();
            _pages = null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_pages is not null)
        {
            await _pages.DisposeAsync();
        }

        _capture.Dispose();
    }
}

/// <summary>Delays requests for pages, so that all readers together stay within a rate. Thread-safe.</summary>
public interface IPageGate
{
    /// <summary>Waits until a page of up to <paramref name="rows"/> rows may be requested, and counts its rows as read.</summary>
    ValueTask EnterAsync(int rows, CancellationToken cancellationToken);

    /// <summary>Tells that a page had <paramref name="rows"/> rows less than it was counted as.</summary>
    void GiveBack(int rows);

    /// <summary>Tells that the service was busy (503); the storage SDK retries the request itself.</summary>
    /// <param name="retryAfter">When the service wants to be asked again, if it said so.</param>
    /// <param name="namesAccount">Whether it said that the limit of the account was met, and not perhaps that of a partition.</param>
    void Throttled(TimeSpan? retryAfter, bool namesAccount);
}

/// <summary>Pages that are requested when a gate allows it. The gate counts a page as full when it is requested, and corrects the count when it has been read.</summary>
internal sealed class GatedPages(IPageSource pages, IPageGate gate, int pageSize) : IPageSource
{
    /// <inheritdoc/>
    public async Task<PageBuffer?> NextAsync(CancellationToken cancellationToken)
    {
        await gate.EnterAsync(pageSize, cancellationToken);
        PageBuffer? page = null;
        try
        {
            return page = await pages.NextAsync(cancellationToken);
        }
        finally
        {
            if (page is null)
            {
                gate.GiveBack(pageSize);
            }
        }
    }

    /// <inheritdoc/>
    public void Settle(int rows)
    {
        if (rows < pageSize)
        {
            gate.GiveBack(pageSize - rows);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => pages.DisposeAsync();
}
