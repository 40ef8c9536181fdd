namespace Reporting.Exports.Manifests;

/// <summary>What a verification found.</summary>
/// <param name="Passed">Whether everything is as signed.</param>
/// <param name="Message">The first thing that differs, or what was found in order.</param>
/// <param name="Note">What could not be seen, or null.</param>
public sealed record VerifyResult(bool Passed, string Message, string? Note = null)
{
    internal static VerifyResult Refuse(string message) => new(false, message);
}
