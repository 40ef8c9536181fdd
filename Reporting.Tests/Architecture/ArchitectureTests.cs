using System.Collections.Immutable;
using System.Xml.Linq;

namespace Reporting.Tests.Architecture;

/// <summary>The house rules that a machine can check (docs/architecture.md).</summary>
public sealed class ArchitectureTests
{
    // From a folder to those it may use. Rows, Storage and Telemetry are the ground: every folder may use them, they use no other.
    private static readonly ImmutableDictionary<string, string[]> Allowed = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("Api", (string[])["Exports", "Activity", "Access", "Schedules", "Metrics", "Reports", "Formats"]),
        KeyValuePair.Create("Metrics", (string[])["Activity", "Reports"]),
        KeyValuePair.Create("Schedules", (string[])["Exports", "Activity", "Reports", "Formats"]),
        KeyValuePair.Create("Exports", (string[])["Reports", "Formats", "Activity"]),
        KeyValuePair.Create("Reports", (string[])["Activity", "Formats"]),
        KeyValuePair.Create("Activity", (string[])[]),
        KeyValuePair.Create("Formats", (string[])[]),
        KeyValuePair.Create("Access", (string[])[]),
        KeyValuePair.Create("Rows", (string[])[]),
        KeyValuePair.Create("Storage", (string[])["Rows"]),
        KeyValuePair.Create("Telemetry", (string[])[]),
    ]);

    private static readonly string[] Ground = ["Rows", "Storage", "Telemetry"];

    [Fact]
    public void Dependencies_between_the_folders_of_the_core_point_down()
    {
        ImmutableArray<(string From, string To, string Place)> found = SharedDependencies.Find();
        Assert.Contains(found, use => use is { From: "Exports", To: "Reports" }); // The search finds what is there.
        string[] wrong =
        [
            .. found.Where(use => use.From.Length > 0 && !IsAllowed(use.From, use.To)).Select(use => $"{use.From} -> {use.To}: {use.Place}"),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_core_knows_no_host_and_hosts_do_not_know_each_other()
    {
        // Orchestrations are written against the portable abstractions; what runs them is a host's.
        Assert.DoesNotContain(References("Reporting.Shared").Except(["Microsoft.DurableTask.Abstractions", "Microsoft.DurableTask.Analyzers"], StringComparer.Ordinal), name => name.Contains("Functions", StringComparison.Ordinal) || name.Contains("DurableTask", StringComparison.Ordinal) || name.StartsWith("Reporting.", StringComparison.Ordinal));
        Assert.Equal(["Reporting.Shared"], References("Reporting.Local").Where(name => name.StartsWith("Reporting.", StringComparison.Ordinal)).ToList());
        Assert.Equal(["Reporting.Shared"], References("Reporting.Functions").Where(name => name.StartsWith("Reporting.", StringComparison.Ordinal)).ToList());
    }

    [Fact]
    public void No_source_file_is_longer_than_300_lines()
    {
        string[] projects = ["Reporting.Shared", "Reporting.Local", "Reporting.Functions", "Reporting.Tests", "Reporting.Benchmarks"];
        string[] tooLong =
        [
            .. projects.SelectMany(project => Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot, project), "*.cs", SearchOption.AllDirectories))
                .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Where(path => File.ReadLines(path).Count() > 300),
        ];
        Assert.True(tooLong.Length == 0, string.Join('\n', tooLong));
    }

    private static bool IsAllowed(string from, string to) =>
        Allowed.TryGetValue(from, out string[]? allowed) && (allowed.Contains(to, StringComparer.Ordinal) || (Ground.Contains(to, StringComparer.Ordinal) && !Ground.Contains(from, StringComparer.Ordinal)));

    private static List<string> References(string project) =>
    [
        .. XDocument.Load(Path.Combine(SharedData.RepositoryRoot, project, project + ".csproj")).Descendants()
            .Where(element => element.Name.LocalName is "PackageReference" or "ProjectReference")
            .Select(element => (string)element.Attribute("Include")!)
            .Select(name => name.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(name) : name),
    ];
}
