using Reporting.Metrics.Queries;

namespace Reporting.Tests.Metrics;

/// <summary>docs/metrics.md has every measure as the code defines it.</summary>
public sealed class MetricsDocumentTests
{
    [Fact]
    public void Every_measure_stands_with_its_definition()
    {
        string table = "<!-- measures -->\n| name | title | unit | how it is counted |\n|---|---|---|---|\n"
            + string.Concat(Measure.All.Select(measure => $"| `{measure.Name}` | {measure.Title} | {measure.Unit} | {measure.Definition} |\n")) + "<!-- /measures -->";
        Assert.Contains(table, File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "metrics.md")).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
