using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reporting.Tests.Architecture;

/// <summary>The house rules that a machine can check (docs/architecture.md).</summary>
public sealed partial class ArchitectureTests
{
    // From a feature to those it may use. Rows, Storage and Telemetry are the ground: every feature may use them, they use no other. Composition registers all of them.
    private static readonly ImmutableDictionary<string, string[]> Allowed = ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("Composition", (string[])["Api", "Exports", "Activity", "Access", "Schedules", "Metrics", "Reports", "Formats"]),
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
    public void Dependencies_between_the_features_of_the_core_point_down()
    {
        Assert.Contains(SharedDependencies.All, use => use is { From: "Exports/Slices", To: "Reports/Reading" }); // The search finds what is there.
        string[] wrong =
        [
            .. SharedDependencies.All.Select(use => (From: FolderUse.FeatureOf(use.From), To: FolderUse.FeatureOf(use.To), use.Place))
                .Where(use => use.From != use.To && !IsAllowed(use.From, use.To)).Select(use => $"{use.From} -> {use.To}: {use.Place}"),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void No_two_folders_of_the_core_depend_on_each_other()
    {
        // A feature's own folder is its floor: the folders below use it, and it uses none of them.
        string[] cycles = [.. SharedDependencies.CyclesOf(SharedDependencies.All)];
        Assert.True(cycles.Length == 0, string.Join('\n', cycles));
    }

    [Theory]
    [InlineData("a>a/b a/b>c", 0)]
    [InlineData("a>a/b a/b>a", 1)]
    [InlineData("a>b b>c c>a c>d", 1)]
    [InlineData("a>b b>a b>c c>d d>c", 2)]
    public void A_cycle_is_found_however_long_it_is(string graph, int cycles)
    {
        FolderUse[] uses = [.. graph.Split(' ').Select(edge => edge.Split('>')).Select(edge => new FolderUse(edge[0], edge[1], "file.cs(1)"))];

        Assert.Equal(cycles, SharedDependencies.CyclesOf(uses).Count());
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        string root = Path.Combine(SharedData.RepositoryRoot, "Reporting.Shared");
        string[] wrong =
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(path => !path.StartsWith("obj/", StringComparison.Ordinal) && !path.StartsWith("bin/", StringComparison.Ordinal))
                .Where(path => !File.ReadLines(Path.Combine(root, path)).Contains($"namespace Reporting.{Path.GetDirectoryName(path)!.Replace('/', '.').Replace('\\', '.')};", StringComparer.Ordinal)),
        ];
        Assert.True(wrong.Length == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_walk_of_a_request_names_files_that_lead_from_one_to_the_next()
    {
        string document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "architecture.md"));
        string walk = document.Split("\n## ").Single(section => section.StartsWith("The walk of a request\n", StringComparison.Ordinal));
        string[] files = [.. WalkedFile.Matches(walk).Select(match => match.Groups["path"].Value)];

        Assert.InRange(files.Length, 5, 12);
        for (int index = 0; index < files.Length; index++)
        {
            string text = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, files[index]));
            string[] types = [.. DeclaredType.Matches(text).Select(match => match.Groups["name"].Value)];
            Assert.True(index == 0 || files[..index].Any(file => types.Any(type => Regex.IsMatch(Read(file), $@"\b{type}\b", RegexOptions.None, TimeSpan.FromSeconds(5)))), $"No file before it uses {files[index]}.");
        }

        static string Read(string file) => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, file));
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

    [GeneratedRegex(@"^\d+\. `(?<path>Reporting\.[\w./]+\.cs)`", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex WalkedFile { get; }

    [GeneratedRegex(@"^(public|internal) [a-z ]*?(class|record|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DeclaredType { get; }

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
