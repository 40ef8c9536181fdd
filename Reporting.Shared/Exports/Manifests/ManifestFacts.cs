using System.Security.Cryptography;
using Reporting.Reports;
using Reporting.Reports.Definitions;

namespace Reporting.Exports.Manifests;

/// <summary>What a signed manifest says of its file, for people: "as signed" alone does not tell what was signed.</summary>
public static class ManifestFacts
{
    private static readonly string Beginning = ExportTime.Format(DateTimeOffset.MinValue);
    private static readonly string End = ExportTime.Format(ExportTime.Unbounded);

    /// <summary>Names and values, in the order in which they are shown.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ManifestOptions? options = manifest.Options;
        return
        [
            ("file", manifest.File),
            ("report", string.Create(CultureInfo.InvariantCulture, $"{manifest.Report}, {manifest.Format}, schema version {manifest.SchemaVersion}")),
            ("rows", string.Create(CultureInfo.InvariantCulture, $"{manifest.Rows}{(manifest.CommitsWithoutRun > 0 ? $"; {manifest.CommitsWithoutRun} commits have no row, because their run is not in the log" : "")}")),
            ("events", RangeOf(manifest.Since, manifest.Until)),
            ("changes", manifest.ChangedSince is null ? "all" : RangeOf(manifest.ChangedSince, manifest.ChangedUntil ?? End)),
            ("filters", manifest.Filters.Count == 0 ? "none" : FiltersOf(manifest)),
            ("columns", manifest.Columns.Count == 0 ? "the format's own" : string.Join(", ", manifest.Columns)),
            ("first", options is { First: > 0 } ? string.Create(CultureInfo.InvariantCulture, $"the oldest {options.First} rows at most") : "all rows"),
            ("written as", $"compression {options?.Compression ?? "unknown"}{(options is { Bom: true } ? ", byte order mark" : "")}{(options is { SpreadsheetSafe: true } ? ", text changed to be safe in spreadsheets" : "")}"),
            ("complete up to", manifest.Watermark is null ? "unknown" : manifest.Watermark + " (watermark: rows that reached the log later may be missing)"),
            ("log kept from", manifest.AvailableFrom is null ? "its beginning" : manifest.AvailableFrom + " (older activity is deleted)"),
            ("requested", $"by {manifest.RequestedBy} at {manifest.RequestedAt}"),
            ("export", manifest.Id),
            ("schedule", manifest.Schedule ?? "none"),
        ];
    }

    /// <summary>In what ways the file is a part of the report: nothing for a file of every row and default column up to its request.</summary>
    public static IReadOnlyList<string> PartsOf(Manifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var parts = new List<string>(ChoicesOf(manifest));

        // Times have one form, in which their order is that of the text.
        if (string.CompareOrdinal(manifest.Since, Beginning) > 0 && string.CompareOrdinal(manifest.Since, manifest.AvailableFrom ?? "") > 0)
        {
            parts.Add("only events from " + manifest.Since + " on");
        }

        if (string.CompareOrdinal(manifest.Until, manifest.RequestedAt) < 0)
        {
            parts.Add("only events before " + manifest.Until);
        }

        if (manifest.ChangedSince is not null)
        {
            parts.Add("only rows that changed " + RangeOf(manifest.ChangedSince, manifest.ChangedUntil ?? End));
        }

        return parts;
    }

    /// <summary>What was left out by filters, columns and a number of rows, whatever the range.</summary>
    internal static IEnumerable<string> ChoicesOf(Manifest manifest)
    {
        if (manifest.Filters.Count > 0)
        {
            yield return "only rows with " + FiltersOf(manifest);
        }

        if (ColumnsLeftOut(manifest) is { Count: > 0 } missing)
        {
            yield return "without the columns " + string.Join(", ", missing);
        }

        if (manifest.Options is { First: > 0 } options && manifest.Rows >= options.First)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"only the oldest {options.First} rows");
        }
    }

    internal static string RangeOf(string since, string until)
    {
        string from = string.CompareOrdinal(since, Beginning) <= 0 ? "from the beginning" : "from " + since;
        return string.CompareOrdinal(until, End) >= 0 ? from + " on" : $"{from} to before {until}";
    }

    private static string FiltersOf(Manifest manifest) => string.Join("; ", manifest.Filters.Select(filter => $"{filter.Key} = {string.Join(" or ", filter.Value)}"));

    /// <summary>What the file would have had without being asked for columns; of a report that is not known here nothing can be told.</summary>
    private static List<string> ColumnsLeftOut(Manifest manifest)
    {
        ReportDefinition? report = ReportCatalogue.All.FirstOrDefault(report => string.Equals(report.Name, manifest.Report, StringComparison.Ordinal));
        if (report is null || manifest.Columns.Count == 0)
        {
            return [];
        }

        IEnumerable<ReportColumn> whole = report.ColumnsOf(manifest.SchemaVersion, wholeRecord: !string.Equals(manifest.Format, "CSV", StringComparison.Ordinal));
        return [.. whole.Select(column => column.Name).Except(manifest.Columns, StringComparer.OrdinalIgnoreCase)];
    }
}

/// <summary>One hash over the slices' hashes, for files too large to be read back.</summary>
internal static class TreeHash
{
    /// <summary>Lower-case hex SHA-256 of the hashes' bytes (32 each) one after another.</summary>
    /// <exception cref="FormatException">One is not hex.</exception>
    public static string Of(IEnumerable<string> hashes)
    {
        using var tree = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string hash in hashes)
        {
            tree.AppendData(Convert.FromHexString(hash));
        }

        return Convert.ToHexStringLower(tree.GetHashAndReset());
    }
}
