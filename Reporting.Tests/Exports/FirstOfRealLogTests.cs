using System.IO.Compression;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Exports;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;

namespace Reporting.Tests.Exports;

/// <summary><c>first: N</c> over rows in storage, with a filter, plain and compressed: the oldest N, whatever edge N falls on.</summary>
public sealed class FirstOfRealLogTests(AzuriteServer azurite)
{
    // Rows of 2 KB: a slice of 50 rows fills more than one block of 64 KiB. Every third row is filtered away.
    private const int Runs = 240;
    private const int BlockBytes = 64 << 10;
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string s_long = new('n', 2000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData("gzip")]
    public async Task The_oldest_rows_are_exact_at_every_slice_and_block_edge(string? compression)
    {
        LongTests.SkipUnlessEnabledOr(quick: compression is null);

        await using ExportRig rig = await ExportRig.CreateRealAsync(
            azurite, options => (options.SliceRows, options.MinSliceRows, options.BlockBytes) = (50, 50, BlockBytes));
        await rig.Get<ActivityWriter>().WriteAsync([.. Enumerable.Range(0, Runs).Select(Run)], Token);

        ExportJob whole = await ExportAsync(rig, compression, first: null);
        string[] lines = await LinesAsync(rig, whole, compression);
        Assert.Equal(Runs * 2 / 3 + 1, lines.Length);
        foreach (int first in LongTests.Enabled ? Enumerable.Range(1, lines.Length) : await EdgesAsync(rig, whole, lines))
        {
            ExportJob job = await ExportAsync(rig, compression, first);
            Assert.Equal(Math.Min(first, lines.Length - 1), job.RowCount);
            Assert.Equal(lines.Take(first + 1), await LinesAsync(rig, job, compression));
        }
    }

    /// <summary>The row counts at which every other slice or its uncompressed block ends, and those beside them.</summary>
    private static async Task<IReadOnlyCollection<int>> EdgesAsync(ExportRig rig, ExportJob whole, string[] lines)
    {
        Manifest manifest = await rig.ReadManifestAsync(whole.Id);
        Assert.True(manifest.Slices.Count >= 4, "Too few slices to have edges.");
        var edges = new SortedSet<int>();
        int row = 0;
        foreach ((int slice, int rows) in manifest.Slices.Select(slice => (int)slice.Rows).Index())
        {
            int inBlock = lines.Skip(1 + row).Take(rows).TakeWhile((_, at) => lines.Skip(1 + row).Take(at + 1).Sum(line => line.Length + 1) <= BlockBytes).Count();
            Assert.True(inBlock < rows, "A slice of one block has no block edge.");
            row += rows;
            if (slice % 2 == 0)
            {
                edges.UnionWith([row - 1, row, row + 1, row - rows + inBlock, row - rows + inBlock + 1]);
            }
        }

        edges.Add(1);
        return edges;
    }

    private static Task<ExportJob> ExportAsync(ExportRig rig, string? compression, int? first) => rig.ExportAsync(new ExportInput
    {
        Report = "recipe-runs", Compression = compression, First = first,
        Filters = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["state"] = ["FINISHED", "ERROR"] },
    });

    private static async Task<string[]> LinesAsync(ExportRig rig, ExportJob job, string? compression)
    {
        Stream file = new MemoryStream((await rig.ReadAsync(job.FileName))!);
        await using Stream plain = compression is null ? file : new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(plain, Encoding.UTF8);
        string text = await reader.ReadToEndAsync(Token);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return text[..^1].Split('\n');
    }

    private static RecipeRun Run(int run) => new()
    {
        RunId = "r" + run.ToString("D4", CultureInfo.InvariantCulture), RecipeId = "recipe", RecipeName = s_long,
        RecipeRunState = (run % 3) switch { 0 => RecipeRunState.Finished, 1 => RecipeRunState.Error, _ => RecipeRunState.Canceled },
        RepositoryOrigin = "example.org", RepositoryPath = "a/b", RepositoryBranch = "main", RecipeRunUserEmail = "u@example.org",
        RecipeRunCreatedAt = s_start.AddSeconds(run), RecipeRunUpdatedAt = s_start.AddSeconds(run + 1),
    };
}
