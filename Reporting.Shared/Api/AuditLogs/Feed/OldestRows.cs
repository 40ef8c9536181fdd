namespace Reporting.Api.AuditLogs.Feed;

/// <summary>Keeps the first rows, in the feed's order, of however many are offered.</summary>
internal sealed class OldestRows(int capacity)
{
    private readonly SortedSet<FeedRow> _rows = [];

    /// <summary>True when more rows were offered than are kept.</summary>
    public bool HasOverflown { get; private set; }

    /// <summary>The rows kept, oldest change first.</summary>
    public IReadOnlyCollection<FeedRow> Rows => _rows;

    /// <summary>Whether a row at that place would be kept.</summary>
    public bool Takes(string changedAt, string key)
    {
        bool takes = _rows.Count < capacity || FeedRow.Compare(changedAt, key, _rows.Max!.ChangedAt, _rows.Max.Key) < 0;
        HasOverflown |= !takes;
        return takes;
    }

    /// <summary>Adds a row; the last one goes when there are too many.</summary>
    public void Add(FeedRow row)
    {
        if (_rows.Add(row) && _rows.Count > capacity)
        {
            _rows.Remove(_rows.Max!);
            HasOverflown = true;
        }
    }
}
