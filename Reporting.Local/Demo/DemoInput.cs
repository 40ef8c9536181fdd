using Reporting.Local.Client;

namespace Reporting.Local.Demo;

/// <summary>What a demo imports, with the number of lines of each file for its progress bars.</summary>
internal sealed record DemoInput(IReadOnlyList<(ActivityFile File, int Lines)> Files)
{
    public static async Task<DemoInput> ReadAsync(string? folder, TimeProvider time, CancellationToken cancellationToken)
    {
        IReadOnlyList<ActivityFile> files = folder is null ? ActivityFile.Sample(time.GetUtcNow()) : await ActivityFile.InFolderAsync(folder, cancellationToken);
        List<(ActivityFile, int)> counted = [];
        foreach (ActivityFile file in files)
        {
            int lines = 0;
            await file.ReadAsync(async reader =>
            {
                while (await reader.ReadAsync(100_000, 1024 * 1024, cancellationToken) is not null)
                {
                    lines = reader.LineNumber;
                }
            });
            counted.Add((file, lines));
        }

        return new DemoInput(counted);
    }
}
