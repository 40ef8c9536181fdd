using Reporting.Exports.Jobs;

namespace Reporting.Exports.Manifests;

/// <summary>What the signed manifests of one schedule say together: what they cover, where a slot has no file, where the rules changed.</summary>
public static class ChainFacts
{
    /// <summary>Names and values of a whole chain, oldest manifest first.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(IReadOnlyList<Manifest> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        Manifest[] files = [.. chain.Where(IsFile)];
        var facts = new List<(string, string)>
        {
            ("schedule", ExportSlot.Find(chain[0].Schedule)!.Schedule),
            ("slots", $"{SlotOf(chain[0])} to {SlotOf(chain[^1])}"),
        };
        if (files.Length > 0)
        {
            facts.Add(("report", string.Join(", then ", files.Select(file => $"{file.Report} as {file.Format}").Distinct(StringComparer.Ordinal))));
            facts.Add((WindowOf(files[0]).Kind, ManifestFacts.RangeOf(WindowOf(files[0]).From, WindowOf(files[^1]).To)));
            facts.Add(("rows", files.Sum(file => file.Rows).ToString(CultureInfo.InvariantCulture)));
        }

        facts.AddRange(chain.Where(manifest => !IsFile(manifest)).Select(gap => ("gap", $"{SlotOf(gap)}: {gap.Reason}")));
        return facts;
    }

    /// <summary>What an auditor must not overlook: times that no file covers, rows and columns left out, rules that changed from one slot to the next.</summary>
    public static IReadOnlyList<string> WarningsOf(IReadOnlyList<Manifest> chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        var warnings = new List<string>();
        Manifest? before = null;
        foreach (Manifest file in chain.Where(IsFile))
        {
            string choices = string.Join("; ", ManifestFacts.ChoicesOf(file));
            if (choices.Length > 0 && (before is null || !string.Equals(choices, string.Join("; ", ManifestFacts.ChoicesOf(before)), StringComparison.Ordinal)))
            {
                warnings.Add($"From slot {SlotOf(file)} on, files are a part of the log: {choices}.");
            }

            if (before is not null)
            {
                warnings.AddRange(ChangesBetween(before, file));
            }

            before = file;
        }

        int gaps = chain.Count(manifest => !IsFile(manifest));
        if (gaps > 0)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"{gaps} slots have no file (gap)."));
        }

        return warnings;
    }

    private static IEnumerable<string> ChangesBetween(Manifest before, Manifest file)
    {
        (string kind, _, string end) = WindowOf(before);
        (string nextKind, string start, _) = WindowOf(file);
        if (!string.Equals(Definition(before), Definition(file), StringComparison.Ordinal))
        {
            yield return $"Slot {SlotOf(file)} is another report than slot {SlotOf(before)}: {Definition(before)} became {Definition(file)}.";
        }

        if (!string.Equals(kind, nextKind, StringComparison.Ordinal))
        {
            yield return $"Slot {SlotOf(file)} is cut by the time of {nextKind}, slot {SlotOf(before)} by the time of {kind}.";
        }
        else if (string.CompareOrdinal(start, end) > 0)
        {
            yield return $"No file covers the {kind} from {end} to before {start} (between slot {SlotOf(before)} and slot {SlotOf(file)}).";
        }

        if (ManifestFacts.ChoicesOf(before).Any() && !ManifestFacts.ChoicesOf(file).Any())
        {
            yield return $"From slot {SlotOf(file)} on, files have every row and default column; those before do not.";
        }
    }

    private static string Definition(Manifest file) => $"{file.Report} as {file.Format}";

    private static bool IsFile(Manifest manifest) => string.Equals(manifest.Kind, Manifest.Export, StringComparison.Ordinal);

    private static string SlotOf(Manifest manifest) => ExportTime.Format(ExportSlot.Find(manifest.Schedule)!.Slot);

    private static (string Kind, string From, string To) WindowOf(Manifest file) => file.ChangedSince is { } since
        ? ("changes", since, file.ChangedUntil ?? file.Watermark ?? file.RequestedAt)
        : ("events", file.Since, file.Until);
}
