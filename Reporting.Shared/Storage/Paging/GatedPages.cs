namespace Reporting.Storage.Paging;

/// <summary>Pages that are asked for when a gate says so. Each is counted as full when it is asked for, and as what it was when it has been read.</summary>
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
