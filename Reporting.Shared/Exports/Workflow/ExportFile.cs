namespace Reporting.Exports.Workflow;

/// <summary>Result of the commit step.</summary>
/// <param name="Committed">False when the job was cancelled before its file was made.</param>
/// <param name="FileName">Blob name in the container <c>exports</c>.</param>
/// <param name="Bytes">Length of the file.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of the file, or null above <c>Exports:WholeFileHashMaxBytes</c>.</param>
/// <param name="ManifestSha256">Lower-case hex SHA-256 of the manifest.</param>
public sealed record ExportFile(bool Committed, string FileName, long Bytes, long Rows, string? Sha256, string? ManifestSha256);
