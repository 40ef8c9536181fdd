namespace Reporting.Rows;

/// <summary>Where one value of a row stands in the bytes of its page.</summary>
/// <param name="Start">Offset of the first byte.</param>
/// <param name="Length">Length in bytes; 0 for an empty or absent value.</param>
/// <param name="Kind">What the bytes are.</param>
public readonly record struct Cell(int Start, int Length, CellKind Kind);
