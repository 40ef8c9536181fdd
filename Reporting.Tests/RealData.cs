using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Reporting.Tests;

/// <summary>The real activity beside the project, where it is present.</summary>
internal static class RealData
{
    public const int AuditEvents = 14_237;
    public const int RecipeRuns = 7_872;
    public const int Commits = 4_569;

    public static string Folder { get; } = Path.GetFullPath(Path.Combine(TestsFolder(), "..", "..", "shared", "data"));

    public static void SkipUnlessPresent() => Assert.SkipUnless(Directory.Exists(Folder), "The real activity (../shared/data beside the project) is not here.");

    /// <summary>The lines of <c>audit-events</c>, <c>recipe-runs</c> or <c>commits</c>.</summary>
    public static Stream Open(string name) => new GZipStream(File.OpenRead(Path.Combine(Folder, name + ".ndjson.gz")), CompressionMode.Decompress);

    private static string TestsFolder([CallerFilePath] string thisFile = "") => Path.GetDirectoryName(thisFile)!;
}
