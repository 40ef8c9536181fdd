namespace Reporting.Exports.Manifests;

/// <summary>A piece of a file.</summary>
/// <param name="Slice">Number of the slice, from 0.</param>
/// <param name="Part">Number of the part within the slice, from 0.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of its bytes.</param>
public sealed record ManifestSlice(int Slice, int Part, long Rows, long Bytes, string Sha256);
