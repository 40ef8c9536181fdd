using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Reporting.Tests.Architecture;

/// <summary>What is brought in from outside is pinned to its content, reviewed, and kept up to date.</summary>
public sealed partial class DependencyTests
{
    private static readonly string Root = SharedData.RepositoryRoot;

    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", ".git", ".reporting", "out", "dist", "TestResults"];

    private static readonly string[] Files = [.. FilesBelow("").Order(StringComparer.Ordinal)];

    [Fact]
    public void Every_project_has_a_lock_file_with_the_versions_that_are_asked_for()
    {
        Dictionary<string, string> versions = XDocument.Load(Path.Combine(Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(package => package.Attribute("Include")!.Value, package => package.Attribute("Version")!.Value, StringComparer.OrdinalIgnoreCase);
        string[] everywhere = References("Directory.Build.props");
        string[] projects = [.. Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal))];
        Assert.NotEmpty(projects);
        foreach (string project in projects)
        {
            string file = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
            Assert.True(Files.Contains(file), $"{file} is missing: run dotnet restore and commit it.");
            using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, file)));
            Dictionary<string, JsonElement> direct = locked.RootElement.GetProperty("dependencies").EnumerateObject().SelectMany(framework => framework.Value.EnumerateObject())
                .Where(package => package.Value.GetProperty("type").ValueEquals("Direct")).ToDictionary(package => package.Name, package => package.Value, StringComparer.OrdinalIgnoreCase);
            foreach (string package in everywhere.Concat(References(project)))
            {
                Assert.True(direct.TryGetValue(package, out JsonElement entry), $"{file} lacks {package}: run dotnet restore and commit it.");
                Assert.True(entry.GetProperty("resolved").ValueEquals(versions[package]), $"{file} has another version of {package}: run dotnet restore and commit it.");
                Assert.Equal(64, Convert.FromBase64String(entry.GetProperty("contentHash").GetString()!).Length);
            }
        }
    }

    [Fact]
    public void Npm_packages_are_locked_by_content_and_installed_as_locked()
    {
        string[] packages = [.. Files.Where(file => Path.GetFileName(file) == "package.json")];
        Assert.NotEmpty(packages);
        foreach (string package in packages)
        {
            string file = Path.Combine(Path.GetDirectoryName(package)!, "package-lock.json");
            using JsonDocument locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, file)));
            Assert.All(
                locked.RootElement.GetProperty("packages").EnumerateObject().Where(entry => entry.Name.Length > 0 && !entry.Value.TryGetProperty("link", out _)),
                entry => Assert.Matches("^sha512-", entry.Value.GetProperty("integrity").GetString()));
        }

        Assert.DoesNotContain(Files.Where(file => file.EndsWith(".yml", StringComparison.Ordinal) || file.StartsWith(".ci/", StringComparison.Ordinal)).Select(Read), text => text.Contains("npm install ", StringComparison.Ordinal) && !text.Contains("npm install --global", StringComparison.Ordinal));
    }

    [Fact]
    public void The_workflow_restores_in_locked_mode_before_every_build()
    {
        string workflow = Read(".github/workflows/build.yml");
        Assert.Equal(workflow.Split("dotnet build ").Length, workflow.Split("dotnet restore Reporting.sln --locked-mode").Length);
        Assert.All(Build.Matches(workflow), build => Assert.Contains("--no-restore", build.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void Updates_are_proposed_for_everything_that_is_locked()
    {
        string dependabot = Read(".github/dependabot.yml");
        Assert.Contains("package-ecosystem: nuget\n    directory: /\n", dependabot, StringComparison.Ordinal);
        Assert.Contains("package-ecosystem: github-actions\n    directory: /\n", dependabot, StringComparison.Ordinal);
        Assert.All(Files.Where(file => Path.GetFileName(file) == "package.json"), file => Assert.Contains($"      - /{Path.GetDirectoryName(file)!.Replace('\\', '/')}\n", dependabot, StringComparison.Ordinal));
    }

    [Fact]
    public void No_registry_is_named()
    {
        // Which feed the packages come from, and what may come from it, is the machine's to say (docs/deploy.md).
        string[] hosts = ["api." + "nuget.org", "registry." + "npmjs.org", "registry." + "yarnpkg.com", "pkgs." + "dev.azure.com", "nuget." + "pkg.github.com"];
        string[] naming = [.. Files.Where(file => !file.EndsWith(".png", StringComparison.Ordinal) && !file.EndsWith(".gz", StringComparison.Ordinal) && File.Exists(Path.Combine(Root, file)) && Array.Exists(hosts, host => Read(file).Contains(host, StringComparison.OrdinalIgnoreCase)))];
        Assert.Empty(naming);
    }

    private static string[] References(string project) =>
        [.. XDocument.Load(Path.Combine(Root, project)).Descendants("PackageReference").Select(reference => reference.Attribute("Include")!.Value)];

    private static IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder)).Select(file => Path.Combine(folder, Path.GetFileName(file)).Replace('\\', '/'))
            .Concat(Directory.EnumerateDirectories(Path.Combine(Root, folder)).Select(child => Path.GetFileName(child)).Except(NotOurs, StringComparer.Ordinal).SelectMany(child => FilesBelow(Path.Combine(folder, child))));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    [GeneratedRegex("dotnet build .*$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Build { get; }
}
