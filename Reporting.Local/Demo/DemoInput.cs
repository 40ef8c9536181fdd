using Reporting.Local.Client;

namespace Reporting.Local.Demo;

/// <summary>What a demo imports, with the number of lines of each file for its progress bars.</summary>
internal sealed record DemoInput(IReadOnlyList<(ActivityFile File, int Lines)> Files)
{
    public static async Task<DemoInput> ReadAsync(string? folder, CancellationToken cancellationToken)
    {
        IReadOnlyList<ActivityFile> files = folder is null ? ActivityFile.Sample() : await ActivityFile.InFolderAsync(folder, cancellationToken);
        List<(ActivityFile, int)> counted = [];
        foreach (ActivityFile file in files)
        {
            await using Stream stream = file.Open();
            var reader = new LineReader(stream);
            while (await reader.ReadAsync(100_000, 1024 * 1024, cancellationToken) is not null)
            {
            }

            counted.Add((file, reader.LineNumber));
        }

        return new DemoInput(counted);
    }
}
