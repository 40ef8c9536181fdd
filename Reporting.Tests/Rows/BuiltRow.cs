using Reporting.Rows;

namespace Reporting.Tests.Rows;

/// <summary>A row that owns its bytes.</summary>
internal sealed class BuiltRow(byte[] bytes, Cell[] cells)
{
    /// <summary>The row, over one page.</summary>
    public RowView View => new(bytes, cells);

    /// <summary>The row as a join of its first <paramref name="left"/> cells and the others.</summary>
    public RowView Joined(int left) => new(bytes, cells.AsSpan(0, left), bytes, cells.AsSpan(left));
}
