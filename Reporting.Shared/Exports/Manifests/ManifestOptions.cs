namespace Reporting.Exports.Manifests;

/// <summary>What was chosen about a file beside its columns and filters.</summary>
/// <param name="First">The oldest so many rows; 0 for all.</param>
/// <param name="Compression"><c>gzip</c> or <c>none</c>.</param>
/// <param name="Bom">CSV: whether it begins with a byte order mark.</param>
/// <param name="SpreadsheetSafe">CSV: whether text was made harmless for spreadsheets (docs/formats.md); it differs from the log then.</param>
public sealed record ManifestOptions(long First, string Compression, bool Bom, bool SpreadsheetSafe);
