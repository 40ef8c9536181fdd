namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>What a seed exports.</summary>
/// <param name="Format">CSV, CEF, JSONL or OCSF.</param>
/// <param name="Gzip">Whether compressed.</param>
/// <param name="First">Only the oldest so many; 0 for all.</param>
internal sealed record CampaignExport(string Format, bool Gzip, int First)
{
    private static readonly string[] Formats = ["CSV", "CEF", "JSONL", "OCSF"];

    /// <summary>The export of a seed: the formats in turn, every fifth compressed, every seventh cut.</summary>
    public static CampaignExport Of(int seed, int rows) => new(Formats[seed % Formats.Length], seed % 5 == 0, seed % 7 == 3 ? rows * 2 / 5 : 0);

    /// <summary>The request's body.</summary>
    public object Body => new
    {
        report = "audit-logs", format = Format, since = CampaignLog.Start, until = CampaignLog.End, first = First, compression = Gzip ? "gzip" : "none",
        columns = Format is "CSV" ? new[] { "id", "timestamp", "userId", "action", "description", "outcome" } : null,
    };

    public override string ToString() => Format + (Gzip ? " gzip" : "") + (First > 0 ? FormattableString.Invariant($" first {First}") : "");
}
