using System.Buffers;
using Reporting.Activity.Records;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Api.AuditLogs.Feed;

/// <summary>A row of the feed: when it changed, its key, and its line in the collector's format.</summary>
internal sealed record FeedRow(string ChangedAt, string Key, byte[] Line) : IComparable<FeedRow>
{
    /// <summary>Oldest change first, then by key.</summary>
    public int CompareTo(FeedRow? other)
    {
        int byTime = other is null ? 1 : string.CompareOrdinal(ChangedAt, other.ChangedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(Key, other!.Key);
    }
}

/// <summary>Collects a page: so many rows, and (but for the first) of so many bytes.</summary>
internal sealed class FeedLines(IReportFormat format, FormatOptions options, int capacity, long maxBytes)
{
    /// <summary>The report that the feed tells.</summary>
    public static readonly ReportDefinition Report = ReportCatalogue.Find("audit-logs");

    /// <summary>The columns of its rows.</summary>
    public static readonly RowSchema Schema = new(AuditEvents.Table.Columns);

    private readonly IRowEncoder _encoder = format.CreateEncoder(Schema, [.. Report.RecordColumns.Select(name => new OutputColumn(name, name))], options);
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly List<FeedRow> _rows = [];
    private long _bytes;

    /// <summary>The rows.</summary>
    public IReadOnlyList<FeedRow> Rows => _rows;

    /// <summary>How many there are.</summary>
    public int Count => _rows.Count;

    /// <summary>How many more there is room for.</summary>
    public int Room => capacity - _rows.Count;

    /// <summary>True when no further row is taken.</summary>
    public bool AreFull => _rows.Count >= capacity || _bytes >= maxBytes;

    /// <summary>Adds a row at the end; false when there is no room for it.</summary>
    public bool TryAdd(in RowView row, string changedAt, string key)
    {
        if (AreFull)
        {
            return false;
        }

        _line.ResetWrittenCount();
        _encoder.WriteRow(row, _line);
        if (_rows.Count > 0 && _bytes + _line.WrittenCount > maxBytes)
        {
            return false;
        }

        _bytes += _line.WrittenCount;
        _rows.Add(new FeedRow(changedAt, key, _line.WrittenSpan.ToArray()));
        return true;
    }

    /// <summary>Puts the rows from <paramref name="index"/> on into the order of change.</summary>
    public void Sort(int index) => _rows.Sort(index, _rows.Count - index, null);

    /// <summary>Takes the rows from <paramref name="index"/> on away again.</summary>
    public void Cut(int index)
    {
        _bytes -= _rows.Skip(index).Sum(row => (long)row.Line.Length);
        _rows.RemoveRange(index, _rows.Count - index);
    }
}
