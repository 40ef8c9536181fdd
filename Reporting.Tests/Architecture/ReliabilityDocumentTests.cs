using System.Text.RegularExpressions;

namespace Reporting.Tests.Architecture;

public sealed partial class ReliabilityDocumentTests
{
    [Fact]
    public void Every_test_that_the_document_names_exists()
    {
        string document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "reliability.md"));
        HashSet<string> tests =
        [
            .. typeof(ReliabilityDocumentTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()
                .Where(method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0).Select(method => $"{type.Name}.{method.Name}")),
        ];
        string[] named = [.. TestName().Matches(document).Select(match => match.Groups[1].Value)];
        Assert.True(named.Length > 20, "The document names hardly any test.");
        Assert.DoesNotContain(named, name => !tests.Contains(name));
    }

    [GeneratedRegex("`([A-Za-z]+Tests\\.[A-Za-z0-9_]+)`", RegexOptions.None, 1000)]
    private static partial Regex TestName();
}
