using Reporting.Storage.Paging;

namespace Reporting.Activity.Scanning;

/// <summary>Reads one ordered scan. While a page is read the next one is being fetched, never more than that one, or (unless it reads ahead) none.</summary>
internal sealed class BucketScan(IPageSource pages, RowSchema schema, bool readsAhead = true) : IRowReader
{
    private readonly PageReader _reader = new(schema);
    private readonly CancellationTokenSource _disposal = new();
    private PageBuffer? _page;
    private Task<PageBuffer?>? _next;

    /// <inheritdoc/>
    public RowSchema Schema => schema;

    /// <inheritdoc/>
    public RowView Current => _reader.Current;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => _reader.CurrentKey;

    /// <summary>Begins to fetch the first page, so that several scans start together.</summary>
    public void Start() => _next ??= pages.NextAsync(_disposal.Token);

    /// <inheritdoc/>
    public bool TryRead() => _page is not null && _reader.TryRead();

    /// <inheritdoc/>
    public async ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Start();
        PageBuffer? page = await _next!.WaitAsync(cancellationToken);
        if (_page is not null)
        {
            pages.Settle(_reader.Rows);
        }

        _page?.Dispose();
        _page = page;
        if (page is null)
        {
            return false; // And _next stays: the end is the end.
        }

        _next = readsAhead ? pages.NextAsync(_disposal.Token) : null;
        _reader.Load(page.Bytes, page.Length);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposal.CancelAsync();
        if (_next is not null)
        {
            // Its result is no longer needed, but its buffer must go back to the pool and its connection must end before this scan does.
            await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_next.IsCompletedSuccessfully)
            {
                (await _next)?.Dispose();
            }
        }

        _page?.Dispose();
        _page = null;
        await pages.DisposeAsync();
        _disposal.Dispose();
    }
}
