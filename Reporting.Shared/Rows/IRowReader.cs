namespace Reporting.Rows;

/// <summary>
/// Reads rows forward in ascending key order. Reading is synchronous within what has been loaded and asynchronous between, so
/// that a row costs no task:
/// <code>
/// do
/// {
///     while (reader.TryRead()) { encoder.WriteRow(reader.Current, output); }
/// }
/// while (await reader.LoadAsync(cancellationToken));
/// </code>
/// </summary>
public interface IRowReader : IAsyncDisposable
{
    /// <summary>The columns of every row.</summary>
    RowSchema Schema { get; }

    /// <summary>Moves to the next loaded row; false when more has to be loaded first, or there is no more.</summary>
    bool TryRead();

    /// <summary>Loads what <see cref="TryRead"/> needs to go on; false at the end.</summary>
    ValueTask<bool> LoadAsync(CancellationToken cancellationToken);

    /// <summary>The row that <see cref="TryRead"/> moved to; valid until the next call of either method.</summary>
    RowView Current { get; }

    /// <summary>The current row's key (its RowKey, UTF-8): ascending, and where to go on from. Valid as long as <see cref="Current"/>.</summary>
    ReadOnlySpan<byte> CurrentKey { get; }
}
