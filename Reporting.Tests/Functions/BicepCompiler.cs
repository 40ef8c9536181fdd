using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Functions;

/// <summary>
/// The Bicep compiler itself over the templates of <c>infra</c>. It comes as a package with the build (Reporting.Tests.csproj) where there is one for this machine, else from the search path.
/// </summary>
internal static class BicepCompiler
{
    private const string Missing = "bicep (NuGet package Azure.Bicep.CommandLine.linux-x64, or on the search path)";
    private static readonly Lazy<Task<DeployedTemplate>> s_default = new(() => DeployAsync(""));
    private static readonly Lazy<Task<DeployedTemplate>> s_private = new(() => DeployAsync("param privateNetwork = true"));
    private static readonly Lazy<Task<DeployedTemplate>> s_office = new(() => DeployAsync("param privateNetwork = true\nparam allowedAddresses = ['203.0.113.0/24']"));

    /// <summary>What a deployment with the needed parameters only would make.</summary>
    public static Task<DeployedTemplate> DefaultAsync() => RequiredAsync(s_default);

    /// <summary>What it would make with a private network.</summary>
    public static Task<DeployedTemplate> PrivateAsync() => RequiredAsync(s_private);

    /// <summary>The same with addresses that are let in.</summary>
    public static Task<DeployedTemplate> PrivateWithOfficeAsync() => RequiredAsync(s_office);

    /// <summary>The templates.</summary>
    public static string Folder { get; } = Path.Combine(SharedData.RepositoryRoot, "infra");

    /// <summary>Runs the compiler: its exit code and all that it said.</summary>
    public static async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        Assert.SkipWhen(Tool is null, "not installed: " + Missing);
        var start = new ProcessStartInfo(Tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "1"; // It runs where no ICU is installed.
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string said = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, said.Trim());
    }

    private static string? Tool { get; } = FindTool();

    private static string? FindTool()
    {
        string? package = typeof(BicepCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(data => data.Key == "BicepPath")?.Value;
        return new[] { package }.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "bicep"))).FirstOrDefault(File.Exists);
    }

    private static Task<DeployedTemplate> RequiredAsync(Lazy<Task<DeployedTemplate>> template)
    {
        Assert.SkipWhen(Tool is null, "not installed: " + Missing);
        return template.Value;
    }

    // `bicep snapshot` works a template out as Azure would, without asking Azure: conditions, loops, modules, all but what only a running resource can tell.
    private static async Task<DeployedTemplate> DeployAsync(string parameters)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["check.bicepparam"], $"""
            using '{Path.GetRelativePath(folder.Path, Path.Combine(Folder, "main.bicep")).Replace('\\', '/')}'
            param environmentName = 'check'
            param location = 'westeurope'
            param authority = 'https://login.example.com'
            param audience = 'reporting'
            param alertEmail = 'operator@example.com'
            {parameters}
            """);
        (int code, string said) = await RunAsync(
            "snapshot", folder["check.bicepparam"], "--mode", "overwrite", "--subscription-id", Guid.Empty.ToString(), "--tenant-id", Guid.Empty.ToString(), "--location", "westeurope");
        Assert.True(code == 0 && said.Length == 0, said);
        JsonNode snapshot = JsonNode.Parse(await File.ReadAllTextAsync(folder["check.snapshot.json"]))!;
        Assert.Empty(snapshot["diagnostics"]!.AsArray());
        return new DeployedTemplate([.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())]);
    }
}

/// <summary>The resources that a deployment makes.</summary>
internal sealed record DeployedTemplate(IReadOnlyList<JsonObject> Resources)
{
    public IReadOnlyList<JsonObject> Of(string type) => [.. Resources.Where(resource => string.Equals((string)resource["type"]!, type, StringComparison.OrdinalIgnoreCase))];

    /// <summary>The one resource of a type whose name begins so.</summary>
    public JsonObject One(string type, string name = "") => Assert.Single(Of(type), resource => ((string)resource["name"]!).StartsWith(name, StringComparison.Ordinal));

    /// <summary>The function app's settings.</summary>
    public Dictionary<string, string> Settings => One("Microsoft.Web/sites/config")["properties"]!.AsObject().ToDictionary(setting => setting.Key, setting => (string)setting.Value!, StringComparer.Ordinal);

    /// <summary>The categories that are logged of what an id or scope contains.</summary>
    public string[] Logged(string scope) =>
    [
        .. Of("Microsoft.Insights/diagnosticSettings").Where(setting => ((string)setting["id"]!).Contains(scope, StringComparison.OrdinalIgnoreCase))
            .SelectMany(setting => setting["properties"]!["logs"]?.AsArray() ?? []).Where(log => (bool)log!["enabled"]!).Select(log => (string)(log!["category"] ?? log["categoryGroup"])!).Order(StringComparer.Ordinal),
    ];
}
