namespace Reporting.Benchmarks.Compare.Document;

/// <summary>Puts sections into a document, each between its two marks; what stands outside the marks is people's.</summary>
internal static class PerformanceDocument
{
    /// <summary>Replaces what stands between the marks of a part.</summary>
    /// <exception cref="InvalidOperationException">The document has no such marks.</exception>
    public static async Task WriteAsync(string path, string part, string content)
    {
        string text = await File.ReadAllTextAsync(path);
        string begin = $"<!-- compare:{part} -->";
        string end = $"<!-- /compare:{part} -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        if (from < 0 || to < from)
        {
            throw new InvalidOperationException($"{path} has no {begin} with {end} behind it.");
        }

        await File.WriteAllTextAsync(path, string.Concat(text.AsSpan(0, from + begin.Length), $"\n{content.ReplaceLineEndings("\n")}\n", text.AsSpan(to)));
    }
}

/// <summary>What a part of the comparison found, as Markdown: tables of measurements, then the promises.</summary>
internal sealed class Section
{
    private readonly StringBuilder _text = new();
    private readonly List<Finding> _findings = [];

    /// <summary>Adds a line of text.</summary>
    public void Say(string line) => _text.AppendLine(line).AppendLine();

    /// <summary>Adds a table; the first column is text, the others numbers.</summary>
    public void Table(string[] head, IEnumerable<string[]> rows)
    {
        _text.AppendLine($"| {string.Join(" | ", head)} |").AppendLine($"|---|{string.Concat(Enumerable.Repeat("---:|", head.Length - 1))}");
        foreach (string[] row in rows)
        {
            _text.AppendLine($"| {string.Join(" | ", row)} |");
        }

        _text.AppendLine();
    }

    /// <summary>Adds a promise and whether it was kept.</summary>
    public void Find(Finding finding) => _findings.Add(finding);

    /// <summary>The Markdown.</summary>
    public override string ToString()
    {
        if (_findings.Count == 0)
        {
            return _text.ToString().TrimEnd();
        }

        var text = new StringBuilder(_text.ToString()).AppendLine("| promise | wanted | measured | |").AppendLine("|---|---|---:|---|");
        foreach (Finding finding in _findings)
        {
            text.AppendLine($"| {finding.What} | {finding.Wanted} | {finding.Measured} | {(finding.Holds ? "kept" : "**not kept**")} |");
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>A whole number with separators.</summary>
    public static string Number(double number) => Math.Round(number).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with two decimals.</summary>
    public static string Decimal(double number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>A number that was promised and what was measured.</summary>
/// <param name="What">What the number is.</param>
/// <param name="Wanted">The promise, e.g. <c>at least 5</c>.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Holds">Whether that keeps the promise.</param>
internal sealed record Finding(string What, string Wanted, string Measured, bool Holds)
{
    /// <summary>A number that must not fall below another.</summary>
    public static Finding AtLeast(string what, double least, double measured) =>
        new(what, string.Create(CultureInfo.InvariantCulture, $"at least {least:0.##}"), measured.ToString("0.00", CultureInfo.InvariantCulture), measured >= least);

    /// <summary>A number that must not exceed another.</summary>
    public static Finding AtMost(string what, double most, double measured) =>
        new(what, string.Create(CultureInfo.InvariantCulture, $"at most {most:0.##}"), measured.ToString("0.00", CultureInfo.InvariantCulture), measured <= most);
}
