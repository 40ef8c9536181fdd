namespace Reporting.Exports.Files;

/// <summary>A link to a blob that works without a token for a while. Never stored, never logged.</summary>
/// <param name="Url">The address with its signature.</param>
/// <param name="ExpiresAt">When it stops working, UTC.</param>
public sealed record ExportLink(Uri Url, DateTimeOffset ExpiresAt)
{
    /// <summary>Without the signature, so that it does not reach a log by accident.</summary>
    public override string ToString() => Url.GetLeftPart(UriPartial.Path);
}
