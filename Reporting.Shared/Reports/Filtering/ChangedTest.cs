using System.Text;
using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>A time cell lies in a range. All times have one length, so their bytes are in time order.</summary>
internal sealed class ChangedTest(int column, ChangedRange range) : IRowTest
{
    private readonly byte[] _since = Encoding.ASCII.GetBytes(Format(range.Since));
    private readonly byte[] _until = Encoding.ASCII.GetBytes(Format(range.Until));

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> cell = row[column];
        return cell.SequenceCompareTo(_since) >= 0 && cell.SequenceCompareTo(_until) < 0;
    }

    /// <summary>
    /// A limit as it is stored. Stored times are whole milliseconds, so both an inclusive beginning and an exclusive end between two of them
    /// mean the later one.
    /// </summary>
    public static string Format(DateTimeOffset limit) => Rfc3339.Format(Rfc3339.UpToMilliseconds(limit));
}
