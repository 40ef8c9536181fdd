using System.Text.Json;
using System.Text.RegularExpressions;

namespace Reporting.Tests.Functions;

/// <summary>What can be told of the templates and workflows by reading them.</summary>
public sealed partial class DeploymentTests
{
    private static readonly string Main = Read("infra/main.bicep");
    private static readonly string Templates = string.Concat(Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "infra"), "*.bicep", SearchOption.AllDirectories).Select(File.ReadAllText));

    [Fact]
    public async Task Every_setting_that_triggers_need_is_set_in_azure()
    {
        string[] needed = [.. FunctionAppTests.NeededSettings(await AppFunction.AllAsync())];
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
    public void Every_setting_of_the_templates_and_of_the_example_is_one_that_is_read()
    {
        string documented = Read("docs/configuration.md");
        string[] settings = [.. AppSetting.Matches(Templates).Select(match => match.Groups["name"].Value), .. ExampleSettings.Keys.Where(name => name != "FUNCTIONS_WORKER_RUNTIME")];
        Assert.InRange(settings.Length, 10, 100);
        Assert.All(settings.Distinct(StringComparer.Ordinal), setting => Assert.Contains("`" + setting + "`", documented, StringComparison.Ordinal));
    }

    [Fact]
    public void Timers_tick_in_azure_as_in_the_example() =>
        Assert.All(ExampleSettings.Where(setting => setting.Value.Contains(" * ", StringComparison.Ordinal)), timer =>
            Assert.Contains($"{timer.Key}: '{timer.Value}'", Templates, StringComparison.Ordinal));

    [Fact]
    public void Azure_keeps_activity_for_a_year_and_the_code_for_ever_unless_told_otherwise()
    {
        Assert.Matches(@"\nparam activityRetentionDays int = 365\n", Main);
        Assert.Contains("Activity__RetentionDays: string(activityRetentionDays)", Main, StringComparison.Ordinal);
        Assert.Equal(0, new Reporting.Activity.ActivityOptions().RetentionDays);
    }

    [Fact]
    public void The_identity_has_the_roles_that_docs_give_reasons_for_and_no_other()
    {
        // Names of the built-in roles, as learn.microsoft.com/azure/role-based-access-control/built-in-roles lists them.
        var names = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
            ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
            ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
            ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
            ["12338af0-0e69-4776-bea7-57ae8d297424"] = "Key Vault Crypto User",
            ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        };
        string[] assigned = [.. Identifier.Matches(Templates).Select(match => match.Value).Distinct(StringComparer.Ordinal)];
        Assert.Equal(names.Keys.Order(StringComparer.Ordinal), assigned.Order(StringComparer.Ordinal));
        string docs = Read("docs/deploy.md");
        Assert.All(names.Values, name => Assert.Contains("| " + name + " |", docs, StringComparison.Ordinal));
    }

    [Fact]
    public void The_alert_watches_a_metric_that_the_code_has() =>
        Assert.Contains("\"reporting.export.finished\"", Read("Reporting.Shared/Telemetry/ReportingMeter.cs"), StringComparison.Ordinal);

    [Fact]
    public void Actions_are_pinned_by_commit_and_jobs_may_do_little()
    {
        string[] workflows = [.. Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, ".github", "workflows"), "*.yml").Select(File.ReadAllText)];
        Assert.Equal(3, workflows.Length);
        Assert.All(workflows, workflow => Assert.Contains("\npermissions:\n  contents: read\n", workflow, StringComparison.Ordinal));
        string[] uses = [.. workflows.SelectMany(workflow => Uses.Matches(workflow)).Select(match => match.Groups["action"].Value)];
        Assert.NotEmpty(uses);
        Assert.All(uses, action => Assert.Matches("^[A-Za-z0-9-]+/[A-Za-z0-9/-]+@[0-9a-f]{40} # v[0-9.]+$", action));
    }

    private static Dictionary<string, string> ExampleSettings
    {
        get
        {
            using JsonDocument example = JsonDocument.Parse(Read("local.settings.json.example"));
            return example.RootElement.GetProperty("Values").EnumerateObject().ToDictionary(setting => setting.Name, setting => setting.Value.GetString()!, StringComparer.Ordinal);
        }
    }

    [GeneratedRegex("^ +(?<name>[A-Z][A-Za-z]+__[A-Za-z]+):", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex AppSetting { get; }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Identifier { get; }

    [GeneratedRegex("^param (?<name>[A-Za-z]+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Parameter { get; }

    [GeneratedRegex("uses: (?<action>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Uses { get; }

    private static string Read(string file) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, file));
}
