using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Functions;

/// <summary>The templates as the Bicep compiler reads and works them out, the settings and roles that they hand on, and the workflows.</summary>
public sealed partial class DeploymentTests
{
    /// <summary>What the Functions host takes where no setting says otherwise; above, it answers with an empty 500 itself.</summary>
    private const long HostsDefaultBodyBytes = 104_857_600;

    private static readonly string Main = Read("infra/main.bicep");

    [Fact]
    public async Task The_compiler_and_its_linter_find_nothing_to_warn_of()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal((0, ""), await BicepCompiler.RunAsync("build", Path.Combine(BicepCompiler.Folder, "main.bicep"), "--no-restore", "--outfile", folder["main.json"]));
        Assert.True(new FileInfo(folder["main.json"]).Length > 10_000);
        Assert.Equal((0, ""), await BicepCompiler.RunAsync("lint", Path.Combine(BicepCompiler.Folder, "main.bicep"), "--no-restore")); // Its modules, too.
        Assert.All(Directory.EnumerateFiles(Path.Combine(BicepCompiler.Folder, "modules")), module => Assert.Contains($"'modules/{Path.GetFileName(module)}'", Main, StringComparison.Ordinal));

        // A judge that never finds anything would be none.
        await File.WriteAllTextAsync(folder["wrong.bicep"], "param unused string\nresource a 'Microsoft.Storage/storageAccounts@2023-05-01' = { name: 'a', location: 'here', kind: 'StorageV2', sku: { nam: 'Standard_LRS' } }\n", TestContext.Current.CancellationToken);
        (_, string said) = await BicepCompiler.RunAsync("lint", folder["wrong.bicep"], "--no-restore");
        Assert.Contains("no-unused-params", said, StringComparison.Ordinal);
        Assert.Contains("BCP035", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_setting_that_triggers_need_is_set_in_azure()
    {
        Dictionary<string, string> settings = (await BicepCompiler.DefaultAsync()).Settings;
        Assert.All(FunctionAppTests.NeededSettings(await AppFunction.AllAsync()), setting => Assert.NotEmpty(settings[setting]));
    }

    [Fact]
    public async Task No_key_and_no_password_opens_anything()
    {
        DeployedTemplate template = await BicepCompiler.DefaultAsync();
        Assert.Equal(2, template.Of("Microsoft.Storage/storageAccounts").Count);
        Assert.All(template.Of("Microsoft.Storage/storageAccounts"), account =>
        {
            Assert.Equal((false, false, false, true), ((bool)account["properties"]!["allowSharedKeyAccess"]!, (bool)account["properties"]!["allowBlobPublicAccess"]!, (bool)account["properties"]!["allowCrossTenantReplication"]!, (bool)account["properties"]!["supportsHttpsTrafficOnly"]!));
            Assert.Equal("TLS1_2", (string)account["properties"]!["minimumTlsVersion"]!);
        });
        Assert.True((bool)template.One("Microsoft.Insights/components")["properties"]!["DisableLocalAuth"]!);
        Assert.True((bool)template.One("Microsoft.KeyVault/vaults")["properties"]!["enableRbacAuthorization"]!);
        Assert.True((bool)template.One("Microsoft.Web/sites")["properties"]!["httpsOnly"]!);
        Assert.Equal([false, false], template.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies").Select(policy => (bool)policy["properties"]!["allow"]!));
        string everything = string.Concat(template.Resources.Select(resource => resource.ToJsonString()));
        Assert.DoesNotContain("listKeys", everything, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", everything, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_pages_are_not_linked_and_only_they_may_call_from_a_browser()
    {
        DeployedTemplate template = await BicepCompiler.DefaultAsync();
        Assert.Empty(template.Of("Microsoft.Web/staticSites/linkedBackends"));
        Assert.Contains("format('pages-", (string)Assert.Single(template.One("Microsoft.Web/sites")["properties"]!["siteConfig"]!["cors"]!["allowedOrigins"]!.AsArray())!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Workers_are_not_started_ahead_while_that_makes_them_crash()
    {
        Assert.Equal("0", (await BicepCompiler.DefaultAsync()).Settings["WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED"]);
        Assert.Contains("Azure/azure-functions-dotnet-worker", Read("infra/modules/functions.bicep"), StringComparison.Ordinal);
        Assert.Contains("`WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED`", Read("docs/deploy.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_vault_and_app_log_who_did_what()
    {
        DeployedTemplate template = await BicepCompiler.DefaultAsync();
        Assert.Equal(["StorageDelete", "StorageRead", "StorageWrite"], template.Logged("/stdata" + Suffix(template) + "/blobServices/default"));
        Assert.Equal(["StorageDelete", "StorageWrite"], template.Logged("/stdata" + Suffix(template) + "/tableServices/default"));
        Assert.Equal(["StorageDelete"], template.Logged("/sthost" + Suffix(template) + "/blobServices/default"));
        Assert.Equal(["audit"], template.Logged("/Microsoft.KeyVault/vaults/"));
        Assert.Equal(["FunctionAppLogs"], template.Logged("/Microsoft.Web/sites/"));
        Assert.All(template.Of("Microsoft.Insights/diagnosticSettings"), setting => Assert.Contains("outputs.workspaceId", (string)setting["properties"]!["workspaceId"]!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_kept_for_good_cannot_be_destroyed_and_what_is_deleted_can_be_brought_back()
    {
        DeployedTemplate template = await BicepCompiler.DefaultAsync();
        JsonNode data = template.One("Microsoft.Storage/storageAccounts/blobServices", "stdata")["properties"]!;
        Assert.True((bool)data["isVersioningEnabled"]!);
        foreach (string policy in (string[])["deleteRetentionPolicy", "containerDeleteRetentionPolicy"])
        {
            Assert.Equal((true, 14), ((bool)data[policy]!["enabled"]!, (int)data[policy]!["days"]!));
        }

        // By version, so that the service's own retention, which deletes current versions only, still works.
        JsonObject container = template.One("Microsoft.Storage/storageAccounts/blobServices/containers", "stdata");
        Assert.EndsWith("/" + Reporting.Storage.StorageNames.ScheduledContainer, (string)container["name"]!, StringComparison.Ordinal);
        Assert.True((bool)container["properties"]!["immutableStorageWithVersioning"]!["enabled"]!);
        JsonNode immutability = template.One("Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies")["properties"]!;
        Assert.Equal((365, false), ((int)immutability["immutabilityPeriodSinceCreationInDays"]!, (bool)immutability["allowProtectedAppendWrites"]!));
        JsonNode rule = Assert.Single(template.One("Microsoft.Storage/storageAccounts/managementPolicies")["properties"]!["policy"]!["rules"]!.AsArray())!;
        Assert.Equal(["version"], rule["definition"]!["actions"]!.AsObject().Select(action => action.Key));

        Assert.False((bool)template.One("Microsoft.Storage/storageAccounts/blobServices", "sthost")["properties"]!["isVersioningEnabled"]!);
        JsonNode vault = template.One("Microsoft.KeyVault/vaults")["properties"]!;
        Assert.Equal((true, true), ((bool)vault["enableSoftDelete"]!, (bool)vault["enablePurgeProtection"]!));
    }

    [Fact]
    public async Task Storage_and_vault_are_closed_to_public_networks_by_one_parameter_and_open_to_the_app()
    {
        DeployedTemplate open = await BicepCompiler.DefaultAsync();
        Assert.DoesNotContain(open.Resources, resource => ((string)resource["type"]!).StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.All(Guarded(open), resource => Assert.Equal(("Enabled", "Allow"), Access(resource)));

        DeployedTemplate closed = await BicepCompiler.PrivateAsync();
        Assert.Equal(3, Guarded(closed).Count);
        Assert.All(Guarded(closed), resource => Assert.Equal(("Disabled", "Deny"), Access(resource)));
        Assert.All(Guarded(closed), resource => Assert.Empty(resource["properties"]!["networkAcls"]!["ipRules"]!.AsArray()));

        // Each service that the app's settings name an address of, and the vault, under the name of its own zone.
        Assert.Equal(["blob", "blob", "queue", "table", "table", "vault"], closed.Of("Microsoft.Network/privateEndpoints").Select(endpoint => (string)Assert.Single(endpoint["properties"]!["privateLinkServiceConnections"]![0]!["properties"]!["groupIds"]!.AsArray())!).Order(StringComparer.Ordinal));
        Assert.Equal(6, closed.Of("Microsoft.Network/privateEndpoints/privateDnsZoneGroups").Count);
        Assert.Equal(4, closed.Of("Microsoft.Network/privateDnsZones").Count);
        Assert.Equal(4, closed.Of("Microsoft.Network/privateDnsZones/virtualNetworkLinks").Count);
        JsonNode network = closed.One("Microsoft.Network/virtualNetworks")["properties"]!;
        Assert.Equal(["10.20.0.0/24", "10.20.1.0/24"], network["subnets"]!.AsArray().Select(subnet => (string)subnet!["properties"]!["addressPrefix"]!));
        Assert.Equal("Microsoft.App/environments", (string)network["subnets"]![0]!["properties"]!["delegations"]![0]!["properties"]!["serviceName"]!);
        Assert.Contains("appSubnetId", (string)closed.One("Microsoft.Web/sites")["properties"]!["virtualNetworkSubnetId"]!, StringComparison.Ordinal);

        DeployedTemplate office = await BicepCompiler.PrivateWithOfficeAsync();
        Assert.All(Guarded(office), resource => Assert.Equal(("Enabled", "Deny"), Access(resource)));
        Assert.All(Guarded(office), resource => Assert.Equal("203.0.113.0/24", (string)Assert.Single(resource["properties"]!["networkAcls"]!["ipRules"]!.AsArray())!["value"]!));
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
    public async Task Every_setting_of_the_templates_and_of_the_example_is_one_that_is_read()
    {
        string documented = Read("docs/configuration.md");
        // Connections (documented once for all of their parts) and what the platform reads are left out.
        IEnumerable<string> templates = (await BicepCompiler.DefaultAsync()).Settings.Keys.Where(name => AppSetting.IsMatch(name));
        string[] settings = [.. templates, .. ExampleSettings.Keys.Where(name => name != "FUNCTIONS_WORKER_RUNTIME")];
        Assert.InRange(settings.Length, 10, 100);
        Assert.All(settings.Distinct(StringComparer.Ordinal), setting => Assert.Contains("`" + setting + "`", documented, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_host_leaves_the_word_about_long_bodies_to_the_api()
    {
        string limit = ExampleSettings["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"];
        Assert.Equal(limit, (await BicepCompiler.DefaultAsync()).Settings["FUNCTIONS_REQUEST_BODY_SIZE_LIMIT"]);
        Assert.All(Reporting.Api.ApiEndpoints.All, endpoint => Assert.InRange(endpoint.MaximumBodyBytes, 1, HostsDefaultBodyBytes - 1));
        Assert.True(long.Parse(limit, System.Globalization.CultureInfo.InvariantCulture) > HostsDefaultBodyBytes);
    }

    [Fact]
    public async Task Azure_keeps_activity_for_a_year_and_the_code_for_ever_unless_told_otherwise()
    {
        Assert.Equal("365", (await BicepCompiler.DefaultAsync()).Settings["Activity__RetentionDays"]);
        Assert.Equal(0, new Reporting.Activity.ActivityOptions().RetentionDays);
    }

    [Fact]
    public async Task The_identity_has_the_roles_that_docs_give_reasons_for_and_no_other()
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
        IReadOnlyList<JsonObject> assignments = (await BicepCompiler.DefaultAsync()).Of("Microsoft.Authorization/roleAssignments");
        Assert.DoesNotContain(assignments, assignment => ((string)assignment["id"]!).StartsWith("/subscriptions/00000000-0000-0000-0000-000000000000/providers", StringComparison.Ordinal));
        string[] assigned = [.. assignments.Select(assignment => ((string)assignment["properties"]!["roleDefinitionId"]!).Split('/')[^1]).Distinct(StringComparer.Ordinal)];
        Assert.Equal(names.Keys.Order(StringComparer.Ordinal), assigned.Order(StringComparer.Ordinal));
        string docs = Read("docs/deploy.md");
        Assert.All(names.Values, name => Assert.Contains("| " + name + " |", docs, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Alerts_watch_metrics_that_the_code_has_and_reach_the_operator()
    {
        IReadOnlyList<JsonObject> rules = (await BicepCompiler.DefaultAsync()).Of("Microsoft.Insights/scheduledQueryRules");
        string[] queries = [.. rules.Select(rule => (string)rule["properties"]!["criteria"]!["allOf"]![0]!["query"]!)];
        string[] metrics = [.. queries.SelectMany(query => Metric.Matches(query)).Select(match => match.Groups["name"].Value)];
        Assert.Equal(["reporting.export.finished"], metrics);
        Assert.All(metrics, metric => Assert.Contains($"\"{metric}\"", Read("Reporting.Shared/Telemetry/ReportingMeter.cs"), StringComparison.Ordinal));
        Assert.Equal(3, rules.Count);

        // Audit events that could not be written: these ids, and no others, in the code and in the document.
        Assert.Single(queries, query => query.StartsWith("union AppTraces, AppExceptions | where toint(Properties.EventId) between (4101 .. 4199)", StringComparison.Ordinal));
        string[] auditing = [.. Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, "Reporting.Shared"), "*.cs", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("[LoggerMessage(41", StringComparison.Ordinal))];
        Assert.All(auditing, file => Assert.Contains("Auditing", file, StringComparison.Ordinal));
        Assert.True(auditing.Sum(file => File.ReadAllText(file).Split("[LoggerMessage(41").Length - 1) >= 2);
        Assert.Contains("| 4101 | Error | ", Read("docs/telemetry.md"), StringComparison.Ordinal);
        Assert.All(rules, rule => Assert.Single(rule["properties"]!["actions"]!["actionGroups"]!.AsArray()));
    }

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

    private static string Suffix(DeployedTemplate template) => ((string)template.One("Microsoft.Storage/storageAccounts", "stdata")["name"]!)["stdata".Length..];

    private static List<JsonObject> Guarded(DeployedTemplate template) => [.. template.Of("Microsoft.Storage/storageAccounts"), .. template.Of("Microsoft.KeyVault/vaults")];

    private static (string, string) Access(JsonObject resource) => ((string)resource["properties"]!["publicNetworkAccess"]!, (string)resource["properties"]!["networkAcls"]!["defaultAction"]!);

    [GeneratedRegex("^(?!(AzureWebJobsStorage|TaskHubStorage|ReportingStorage)__)[A-Z][A-Za-z]+__[A-Za-z]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex AppSetting { get; }

    [GeneratedRegex("Name == \"(?<name>[a-z.]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Metric { get; }

    [GeneratedRegex("^param (?<name>[A-Za-z]+) ", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Parameter { get; }

    [GeneratedRegex("uses: (?<action>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Uses { get; }

    private static string Read(string file) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, file));
}
