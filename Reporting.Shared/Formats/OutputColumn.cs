namespace Reporting.Formats;

/// <summary>A column as it stands in the file.</summary>
/// <param name="Name">The record's name of it, found in the row's schema and used as the key in JSON Lines.</param>
/// <param name="Header">Its CSV header.</param>
public sealed record OutputColumn(string Name, string Header);
