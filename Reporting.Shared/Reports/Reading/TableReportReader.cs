using Reporting.Reports.Filtering;
using Reporting.Rows;

namespace Reporting.Reports.Reading;

/// <summary>The rows of a report over one table: the scan's rows that pass the filter.</summary>
internal sealed class TableReportReader(IRowReader rows, RowFilter filter) : IReportReader
{
    private readonly byte[] _passedKey = filter.IsEmpty ? [] : new byte[2048]; // Two bytes for each of the service's 1,024 of a key, as UTF-8 at most.
    private int _passedKeyLength;

    /// <inheritdoc/>
    public RowSchema Schema => rows.Schema;

    /// <inheritdoc/>
    public RowView Current => rows.Current;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> CurrentKey => rows.CurrentKey;

    /// <inheritdoc/>
    public long CommitsWithoutRun => 0;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> PassedKey => _passedKey.AsSpan(0, _passedKeyLength);

    /// <inheritdoc/>
    public bool TryRead()
    {
        while (rows.TryRead())
        {
            if (filter.IsEmpty || filter.Passes(rows.Current))
            {
                return true;
            }

            ReadOnlySpan<byte> passed = rows.CurrentKey;
            passed.CopyTo(_passedKey);
            _passedKeyLength = passed.Length;
        }

        return false;
    }

    /// <inheritdoc/>
    public ValueTask<bool> LoadAsync(CancellationToken cancellationToken) => rows.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => rows.DisposeAsync();
}
