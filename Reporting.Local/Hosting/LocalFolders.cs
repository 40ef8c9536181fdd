namespace Reporting.Local.Hosting;

/// <summary>Where the host finds and keeps things on disk.</summary>
internal static class LocalFolders
{
    /// <summary>The folder of <c>package.json</c> and of the Azurite installed by it: the project's, or the program's own when published.</summary>
    public static string Tools { get; } = Repository() is { } repository
        ? Path.Combine(repository, "Reporting.Local")
        : AppContext.BaseDirectory;

    /// <summary>Where Azurite's data is kept unless <c>--data</c> says otherwise: <c>.reporting</c> in the repository (git-ignored), or beside the program.</summary>
    public static string Data { get; } = Path.Combine(Repository() ?? AppContext.BaseDirectory, ".reporting");

    /// <summary>The folder of the admin pages; need not be there.</summary>
    public static string AdminPages { get; } = Path.Combine(Repository() ?? AppContext.BaseDirectory, "web");

    private static string? Repository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reporting.sln")))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
