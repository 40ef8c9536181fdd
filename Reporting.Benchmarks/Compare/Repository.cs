namespace Reporting.Benchmarks.Compare;

/// <summary>Finds the repository that this program was built in.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    public static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reporting.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Run this from the repository.");
    }
}
