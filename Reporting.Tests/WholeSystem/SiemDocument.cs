using System.Text.RegularExpressions;

namespace Reporting.Tests.WholeSystem;

/// <summary>The code blocks of docs/siem.md as they stand.</summary>
internal static partial class SiemDocument
{
    /// <summary>The one block of a language that contains a mark.</summary>
    public static string Block(string language, string mark) => Assert.Single(Blocks(), block => block.Language == language && block.Text.Contains(mark, StringComparison.Ordinal)).Text;

    /// <summary>All of them.</summary>
    public static List<(string Language, string Text)> Blocks() =>
        [.. CodeBlock.Matches(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "siem.md"))).Select(match => (match.Groups["language"].Value, match.Groups["text"].Value))];

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)\n```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 1000)]
    private static partial Regex CodeBlock { get; }
}

/// <summary>What can be told of the recipes by reading them.</summary>
public sealed class SiemDocumentTests
{
    [Fact]
    public void Recipes_that_watch_a_file_watch_the_one_that_the_collector_writes()
    {
        Assert.Contains("[monitor:///var/lib/reporting/audit.jsonl]", SiemDocument.Block("ini", "monitor:"), StringComparison.Ordinal);
        Assert.Contains("paths: [\"/var/lib/reporting/audit.jsonl\"]", SiemDocument.Block("yaml", "filestream"), StringComparison.Ordinal);
        Assert.Contains("cat page >> \"$OUT\" && sync \"$OUT\" || exit 1", SiemDocument.Block("bash", "OUT="), StringComparison.Ordinal);

        // Every block is a recipe that runs here, or one of these.
        Assert.Equal(["bash", "ini", "ini", "kusto", "python", "rsyslog", "sh", "sh", "yaml"], SiemDocument.Blocks().Select(block => block.Language).Order(StringComparer.Ordinal));
    }
}
