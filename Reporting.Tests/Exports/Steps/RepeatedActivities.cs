using Reporting.Exports.Workflow;

namespace Reporting.Tests.Exports.Steps;

/// <summary>Runs each activity twice, one after the other or at once, and goes on with the second result.</summary>
internal sealed class RepeatedActivities(Func<object, Task<object?>> run, bool atOnce)
{
    /// <summary>What both runs of the commit gave.</summary>
    public List<ExportFile> Files { get; } = [];

    public async Task<object?> RunAsync(object request)
    {
        Task<object?> one = run(request);
        if (!atOnce)
        {
            await one;
        }

        object? other = await run(request);
        if (await one is ExportFile file)
        {
            Files.AddRange([file, (ExportFile)other!]);
        }

        return other;
    }
}
