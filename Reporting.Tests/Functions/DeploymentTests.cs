using System.Text.Json;
using System.Text.RegularExpressions;
using Reporting.Tests.Functions.Checks;

namespace Reporting.Tests.Functions;

/// <summary>What can be told of the templates and workflows by reading them.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string Main = Read("infra/main.bicep");
    private static readonly string Templates = string.Concat(Directory.EnumerateFiles(Path.Combine(FunctionAppSources.Root, "infra"), "*.bicep", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public void Every_setting_that_triggers_need_is_set_in_azure()
    {
        var needed = FunctionDeclaration.In(FunctionAppSources.CompileApp()).SelectMany(function => function.Texts).Append(Read("host.json"))
            .SelectMany(text => SettingName.Matches(text)).Select(match => match.Groups["name"].Value.Replace(":", "__", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(needed);
        Assert.All(needed, setting => Assert.Contains(setting + ":", Templates, StringComparison.Ordinal));
    }

    [Fact]
    public void No_key_opens_anything()
    {
        Assert.Contains("allowSharedKeyAccess: false", Templates, StringComparison.Ordinal);
        Assert.Contains("DisableLocalAuth: true", Templates, StringComparison.Ordinal);
        Assert.DoesNotContain("listKeys", Templates, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", Templates, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_pages_are_not_linked_and_only_they_may_call_from_a_browser()
    {
        Assert.DoesNotContain("linkedBackends", Templates, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("allowedOrigins: [pagesOrigin]", Templates, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_parameter_is_described_and_documented()
    {
        string docs = Read("docs/deploy.md");
        var names = Parameter.Matches(Main).Select(match => match.Groups["name"].Value).ToList();
        Assert.InRange(names.Count, 5, 30);
        Assert.All(names, name => Assert.Contains("`" + name + "`", docs, StringComparison.Ordinal));
        Assert.All(names.Where(name => name != "location"), name => Assert.Matches($@"@description\('[^\n]+'\)\nparam {name} ", Main));
    }

    [Fact]
    public void The_parameter_file_names_parameters_that_exist()
    {
        using JsonDocument file = JsonDocument.Parse(Read("infra/main.parameters.json"));
        Assert.All(file.RootElement.GetProperty("parameters").EnumerateObject(), one => Assert.Contains($"\nparam {one.Name} ", Main, StringComparison.Ordinal));
    }

    [Fact]
    public void The_alert_watches_a_metric_that_the_code_has() =>
        Assert.Contains("\"reporting.export.finished\"", Read("Reporting.Shared/Telemetry/ReportingMeter.cs"), StringComparison.Ordinal);

    [Fact]
    public void Actions_are_pinned_by_commit_and_jobs_may_do_little()
    {
        string[] workflows = [.. Directory.EnumerateFiles(Path.Combine(FunctionAppSources.Root, ".github", "workflows"), "*.yml").Select(File.ReadAllText)];
        Assert.Equal(3, workflows.Length);
        Assert.All(workflows, workflow => Assert.Contains("\npermissions:\n  contents: read\n", workflow, StringComparison.Ordinal));
        string[] uses = [.. workflows.SelectMany(workflow => Uses.Matches(workflow)).Select(match => match.Groups["action"].Value)];
        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[A-Za-z0-9-]+/[A-Za-z0-9/-]+@[0-9a-f]{40} # v[0-9.]+$", action));
    }

    [GeneratedRegex("%(?<name>[A-Za-z0-9_:.]+)%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingName { get; }

    [GeneratedRegex("^param (?<name>[A-Za-z]+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Parameter { get; }

    [GeneratedRegex("uses: (?<action>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Uses { get; }

    private static string Read(string file) => File.ReadAllText(Path.Combine(FunctionAppSources.Root, file));
}
