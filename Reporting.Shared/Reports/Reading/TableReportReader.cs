using Reporting.Reports.Filtering;
using Reporting.Rows;

namespace Reporting.Reports.Reading;

/// <summary>The rows of a report over one table: the scan's rows that pass the filter.</summary>
internal sealed class TableReportReader(IRowReader rows, RowFilter filter) : IReportReader
{
    private readonly KeyMark _passed = new();

    /// <inheritdoc/>
    public RowSchema Schema => rows.Schema;

    /// <inheritdoc/>
    public RowView Current => rows.Current;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => rows.CurrentKey;

    /// <inheritdoc/>
    public long CommitsWithoutRun => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> PassedKey => _passed.Key;

    /// <inheritdoc/>
    public bool TryRead()
    {
        while (rows.TryRead())
        {
            if (filter.IsEmpty || filter.Passes(rows.Current))
            {
                return true;
            }

            _passed.Set(rows.CurrentKey);
        }

        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> LoadAsync(CancellationToken cancellationToken) => rows.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => rows.DisposeAsync();
}
