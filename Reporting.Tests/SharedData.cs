using System.Collections.Concurrent;
using System.IO.Compression;

namespace Reporting.Tests;

/// <summary>The real rows that lie beside the repository, in <c>../shared/data</c>; tests over them are skipped where they are absent.</summary>
internal static class SharedData
{
    public const string AuditEvents = "audit-events";
    public const string RecipeRuns = "recipe-runs";
    public const string Commits = "commits";

    private static readonly ConcurrentDictionary<string, List<JsonElement>> Files = new(StringComparer.Ordinal);

    /// <summary>The repository's root folder.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The rows of one of the files; skips the running test when it is not there.</summary>
    public static List<JsonElement> Read(string name)
    {
        string path = Path.Combine(RepositoryRoot, "..", "shared", "data", name + ".ndjson.gz");
        Assert.SkipUnless(File.Exists(path), $"real data is absent: ../shared/data/{name}.ndjson.gz");

        return Files.GetOrAdd(path, ReadFile);
    }

    /// <summary>The lines of one of the files as they are; skips the running test when it is not there.</summary>
    public static Stream Open(string name)
    {
        string path = Path.Combine(RepositoryRoot, "..", "shared", "data", name + ".ndjson.gz");
        Assert.SkipUnless(File.Exists(path), $"real data is absent: ../shared/data/{name}.ndjson.gz");

        return new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
    }

    private static List<JsonElement> ReadFile(string path)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var rows = new List<JsonElement>();
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            rows.Add(document.RootElement.Clone());
        }

        return rows;
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reporting.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("No Reporting.sln above the tests.");
    }
}
