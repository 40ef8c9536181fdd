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

    /// <summary>Loads the rows that <see cref="TryRead"/> reads next; false at the end.</summary>
    ValueTask<bool> LoadAsync(CancellationToken cancellationToken);

    /// <summary>The row that <see cref="TryRead"/> moved to; valid until the next call of either method.</summary>
    RowView Current { get; }

    /// <summary>The current row's key (its RowKey, UTF-8). Keys ascend, and a later reader can resume after one. Valid as long as <see cref="Current"/>.</summary>
    ReadOnlySpan<byte> CurrentKey { get; }
}

/// <summary>
/// One row, seen where it lies: cells over the bytes of a page, without a copy. A joined row has a second half over the
/// bytes of another page; its cells follow those of the first half.
/// </summary>
/// <remarks>Valid until the reader that gave it moves on.</remarks>
public readonly ref struct RowView
{
    private readonly ReadOnlySpan<byte> _leftBytes;
    private readonly ReadOnlySpan<Cell> _left;
    private readonly ReadOnlySpan<byte> _rightBytes;
    private readonly ReadOnlySpan<Cell> _right;
    private readonly ReadOnlySpan<byte> _computed;

    /// <summary>A row over one page.</summary>
    public RowView(ReadOnlySpan<byte> bytes, ReadOnlySpan<Cell> cells)
        : this(bytes, cells, default, default)
    {
    }

    /// <summary>A joined row: the cells of <paramref name="right"/> follow those of <paramref name="left"/>.</summary>
    public RowView(ReadOnlySpan<byte> leftBytes, ReadOnlySpan<Cell> left, ReadOnlySpan<byte> rightBytes, ReadOnlySpan<Cell> right)
    {
        _leftBytes = leftBytes;
        _left = left;
        _rightBytes = rightBytes;
        _right = right;
    }

    /// <summary>A joined row: the cells of <paramref name="right"/> follow those of <paramref name="left"/>. Neither may be joined itself.</summary>
    public RowView(RowView left, RowView right)
        : this(left._leftBytes, left._left, right._leftBytes, right._left)
    {
    }

    /// <summary>A row that was joined with nothing: <paramref name="absent"/>, all null, follow the cells of <paramref name="left"/>.</summary>
    public RowView(RowView left, ReadOnlySpan<Cell> absent)
        : this(left._leftBytes, left._left, default, absent)
    {
    }

    private RowView(RowView row, ReadOnlySpan<byte> computed)
        : this(row._leftBytes, row._left, row._rightBytes, row._right) => _computed = computed;

    /// <summary>How many cells the row has; the same for every row of a reader.</summary>
    public int Count => _left.Length + _right.Length + (_computed.IsEmpty ? 0 : 1);

    /// <summary>The row with one cell more behind the others: a number that the reader has computed, in digits.</summary>
    public RowView WithNumber(ReadOnlySpan<byte> digits) => new(this, digits);

    /// <summary>The bytes of a cell; empty when the cell is null or empty text.</summary>
    public ReadOnlySpan<byte> this[int ordinal]
    {
        get
        {
            if (ordinal < _left.Length)
            {
                Cell cell = _left[ordinal];
                return _leftBytes.Slice(cell.Start, cell.Length);
            }

            if (ordinal == _left.Length + _right.Length && !_computed.IsEmpty)
            {
                return _computed;
            }

            Cell other = _right[ordinal - _left.Length];
            return _rightBytes.Slice(other.Start, other.Length);
        }
    }

    /// <summary>What a cell holds.</summary>
    public CellKind KindOf(int ordinal) =>
        ordinal < _left.Length ? _left[ordinal].Kind
        : ordinal == _left.Length + _right.Length && !_computed.IsEmpty ? CellKind.Number
        : _right[ordinal - _left.Length].Kind;
}

/// <summary>A row's key, copied, so that it outlives the row; empty until one is set. Not thread-safe.</summary>
internal sealed class KeyMark
{
    // A key has up to 1,024 bytes as the Table service counts them, and some of them double as UTF-8.
    private const int LongestKey = 2048;

    private readonly byte[] _bytes = new byte[LongestKey];
    private int _length;

    /// <summary>The key as UTF-8; valid until the next <see cref="Set"/>.</summary>
    public ReadOnlySpan<byte> Key => _bytes.AsSpan(0, _length);

    /// <summary>Marks a key.</summary>
    public void Set(ReadOnlySpan<byte> key)
    {
        key.CopyTo(_bytes);
        _length = key.Length;
    }
}
