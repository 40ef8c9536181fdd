using System.Text;
using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>A cell equals one of some values, byte for byte.</summary>
internal sealed class EqualsTest(int column, IReadOnlyList<string> values) : IRowTest
{
    private readonly byte[][] _values = [.. values.Select(Encoding.UTF8.GetBytes)];

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> cell = row[column];
        foreach (byte[] value in _values)
        {
            if (cell.SequenceEqual(value))
            {
                return true;
            }
        }

        return false;
    }
}
