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

/// <summary>A column of a row: the record's name for it (<c>recipeRunCreatedAt</c>) and what its cells hold when not null.</summary>
public sealed record RowColumn(string Name, CellKind Kind);

/// <summary>The position of one value of a row in the bytes of its page.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes; 0 for an empty or absent value.</param>
/// <param name="Kind">What the bytes are.</param>
public readonly record struct Cell(int Start, int Length, CellKind Kind);

/// <summary>What a <see cref="Cell"/> holds.</summary>
public enum CellKind : byte
{
    /// <summary>Absent or null.</summary>
    Null,

    /// <summary>Text: valid UTF-8, unescaped.</summary>
    Text,

    /// <summary>A number as JSON writes it (RFC 8259 section 6), never quoted.</summary>
    Number,

    /// <summary>An instant, always the 24 ASCII characters <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, UTC.</summary>
    Time,
}
