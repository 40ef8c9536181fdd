using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>A cell is one of some values, in upper or lower case.</summary>
internal sealed class EqualsTest(int column, IReadOnlyList<string> values) : IRowTest
{
    private readonly AnyCase[] _values = [.. values.Select(value => new AnyCase(value))];

    /// <inheritdoc/>
    public bool Passes(in RowView row)
    {
        ReadOnlySpan<byte> cell = row[column];
        foreach (AnyCase value in _values)
        {
            if (value.Matches(cell))
            {
                return true;
            }
        }

        return false;
    }
}
