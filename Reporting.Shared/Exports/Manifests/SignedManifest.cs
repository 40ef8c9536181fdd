namespace Reporting.Exports.Manifests;

/// <summary>A manifest as it was downloaded.</summary>
/// <param name="Name">What to call it in messages: its file's name.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Signature">Its detached signature: the text of the <c>.jws</c> file.</param>
public sealed record SignedManifest(string Name, ReadOnlyMemory<byte> Content, string Signature);
