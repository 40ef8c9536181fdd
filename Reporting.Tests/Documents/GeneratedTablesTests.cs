using System.Text.RegularExpressions;

namespace Reporting.Tests.Documents;

/// <summary>
/// The documents say what the code says: a part between <c>&lt;!-- generated:NAME --&gt;</c> and <c>&lt;!-- /generated:NAME --&gt;</c> is
/// generated from it. <c>REPORTING_UPDATE=1</c> writes it anew.
/// </summary>
public sealed partial class GeneratedTablesTests
{
    [Fact]
    public void The_documents_have_what_is_generated_from_the_code()
    {
        var placed = new List<string>();
        var stale = new List<string>();
        foreach (string file in Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "docs"), "*.md"))
        {
            string text = File.ReadAllText(file).ReplaceLineEndings("\n");
            string current = Part.Replace(text, match =>
            {
                string name = match.Groups["name"].Value;
                placed.Add(name);
                return $"<!-- generated:{name} -->\n{GeneratedTables.All[name]}\n<!-- /generated:{name} -->";
            });
            if (current != text && Environment.GetEnvironmentVariable("REPORTING_UPDATE") == "1")
            {
                File.WriteAllText(file, current);
            }
            else if (current != text)
            {
                stale.Add(Path.GetFileName(file));
            }
        }

        // Each part stands in one document.
        Assert.Equal(GeneratedTables.All.Keys.Order(StringComparer.Ordinal), placed.Order(StringComparer.Ordinal));
        Assert.True(
            stale.Count == 0,
            $"Not what the code says any more: {string.Join(", ", stale)}. Run this test with REPORTING_UPDATE=1 and read the difference.");
    }

    [Fact]
    public void Every_log_event_has_an_id_of_its_own()
    {
        Assert.InRange(GeneratedTables.Events.Count, 30, 1000);
        Assert.Distinct(GeneratedTables.Events.Select(log => log.EventId));
    }

    [GeneratedRegex(@"(?s)<!-- generated:(?<name>\S+) -->.*?<!-- /generated:\k<name> -->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Part { get; }
}
