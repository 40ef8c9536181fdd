using System.Globalization;
using System.Text;

namespace Reporting.Benchmarks.Compare.Document;

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
