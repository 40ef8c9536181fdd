namespace Reporting.Rows;

/// <summary>A column of a row: the record's name for it (<c>recipeRunCreatedAt</c>) and what its cells hold when not null.</summary>
public sealed record RowColumn(string Name, CellKind Kind);
