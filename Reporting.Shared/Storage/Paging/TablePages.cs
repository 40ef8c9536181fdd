using Azure;
using Azure.Data.Tables;

namespace Reporting.Storage.Paging;

/// <summary>
/// The raw pages of some queries over one table, in the order of the queries. The SDK asks, retries and follows continuation tokens;
/// a page without rows but with a continuation is legal (Table service, "Query timeout and pagination") and is passed on.
/// </summary>
/// <param name="table">A client made with <see cref="PageCaptureOptions.AddPageCapture"/>.</param>
/// <param name="filters">One OData filter a query.</param>
/// <param name="columns">What to select.</param>
/// <param name="pageSize">Rows a page, 1 to 1,000.</param>
/// <param name="gate">Is told when the service is busy, or null.</param>
internal sealed class TablePages(TableClient table, IReadOnlyList<string> filters, IReadOnlyList<string> columns, int pageSize, IPageGate? gate = null) : IPageSource
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

                _pages = table.QueryAsync<TableEntity>(filters[_query++], pageSize, columns, cancellationToken).AsPages().GetAsyncEnumerator(cancellationToken);
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
