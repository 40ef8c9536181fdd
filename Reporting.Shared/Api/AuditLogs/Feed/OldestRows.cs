namespace Reporting.Api.AuditLogs.Feed;

/// <summary>Keeps the first rows, in the feed's order, of however many are offered: so many, and (but for the first) of so many bytes.</summary>
internal sealed class OldestRows(int capacity, long mostBytes)
{
    private readonly SortedSet<FeedRow> _rows = [];
    private FeedRow? _firstDropped;

    /// <summary>True when more rows were offered than are kept.</summary>
    public bool HasOverflown { get; private set; }

    /// <summary>Bytes of the rows kept.</summary>
    public long Bytes { get; private set; }

    /// <summary>The rows kept, oldest change first.</summary>
    public IReadOnlyCollection<FeedRow> Rows => _rows;

    /// <summary>Whether a row at that place would be kept.</summary>
    public bool Takes(string changedAt, string key)
    {
        // Nothing behind a row that was dropped, also when there is room again: no gap may lie between the rows kept.
        bool takes = (_rows.Count < capacity || IsBefore(_rows.Max!)) && (_firstDropped is null || IsBefore(_firstDropped));
        HasOverflown |= !takes;
        return takes;

        bool IsBefore(FeedRow row) => FeedRow.Compare(changedAt, key, row.ChangedAt, row.Key) < 0;
    }

    /// <summary>Adds a row; the last one goes when there are too many.</summary>
    public void Add(FeedRow row)
    {
        if (!_rows.Add(row))
        {
            return;
        }

        Bytes += row.Line.Length;
        while (_rows.Count > capacity || (Bytes > mostBytes && _rows.Count > 1))
        {
            _firstDropped = _rows.Max!;
            Bytes -= _firstDropped.Line.Length;
            _rows.Remove(_firstDropped);
            HasOverflown = true;
        }
    }
}
