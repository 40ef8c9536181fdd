using System.Collections.Immutable;

namespace Reporting.Rows;

/// <summary>The columns of a reader's rows; a column's place here is its cell's ordinal in every <see cref="RowView"/>.</summary>
public sealed class RowSchema
{
    /// <summary>A schema of these columns, in this order.</summary>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    public RowSchema(IEnumerable<RowColumn> columns)
    {
        Columns = [.. columns];
        if (Columns.Select(column => column.Name).Distinct(StringComparer.Ordinal).Count() != Columns.Length)
        {
            throw new ArgumentException("Two columns have the same name.", nameof(columns));
        }
    }

    /// <summary>The columns, by ordinal.</summary>
    public ImmutableArray<RowColumn> Columns { get; }

    /// <summary>The ordinal of the column of this name, or -1.</summary>
    public int IndexOf(string name)
    {
        for (int ordinal = 0; ordinal < Columns.Length; ordinal++)
        {
            if (string.Equals(Columns[ordinal].Name, name, StringComparison.Ordinal))
            {
                return ordinal;
            }
        }

        return -1;
    }
}
