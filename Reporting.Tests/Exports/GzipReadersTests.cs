using System.Diagnostics;
using System.IO.Compression;
using System.Security.Cryptography;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;
using Reporting.Tests.Judges;
using Reporting.Tests.Web;

namespace Reporting.Tests.Exports;

/// <summary>
/// A compressed file of many slices, read by what people read such files with. Readers that stop at the end of a gzip member, when the network pauses
/// there or always, get the whole file all the same.
/// </summary>
[Collection(BrowserFixture.Name)]
public sealed class GzipReadersTests(AzuriteServer azurite, BrowserFixture browser)
{
    private const int Rows = 3000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static string Folder => Path.Combine(SharedData.RepositoryRoot, "Reporting.Tests", "Exports", "GzipReaders");

    [Fact]
    public async Task The_file_is_one_member_and_the_manifest_names_its_end()
    {
        (byte[] file, byte[] plain, Manifest manifest) = await ExportAsync();

        Assert.Equal(7, manifest.Slices.Count);
        Assert.Equal((6, 0, 0L, 10L), (manifest.Slices[^1].Slice, manifest.Slices[^1].Part, manifest.Slices[^1].Rows, manifest.Slices[^1].Bytes));
        Assert.Equal(file.Length, manifest.Bytes);
        Assert.Equal(plain, await Judge.RunAsync("gunzip", ["-c"], file, Token));
        Assert.Equal(plain, await Judge.RunAsync("python3", ["-c", "import sys, zlib; d = zlib.decompressobj(31); sys.stdout.buffer.write(d.decompress(sys.stdin.buffer.read())); assert d.eof and not d.unused_data"], file, Token));
        Assert.Equal(plain, await Judge.RunAsync("python3", ["-c", "import gzip, sys; sys.stdout.buffer.write(gzip.decompress(sys.stdin.buffer.read()))"], file, Token));
        using var unpacked = new GZipStream(new MemoryStream(file), CompressionMode.Decompress);
        using var read = new MemoryStream();
        await unpacked.CopyToAsync(read, Token);
        Assert.Equal(plain, read.ToArray());
    }

    [Fact]
    public async Task Java_reads_it_whole_from_a_connection_that_pauses_between_slices()
    {
        LongTests.SkipUnlessEnabled();
        (byte[] file, byte[] plain, Manifest manifest) = await ExportAsync();

        byte[] output = await Judge.RunAsync("java", [Path.Combine(Folder, "PausedGzip.java"), Cuts(manifest)], file, Token);
        Assert.Equal(Hash(plain), Encoding.ASCII.GetString(output).Trim());
    }

    [Fact]
    public async Task JavaScript_libraries_read_it_whole_and_in_pieces()
    {
        LongTests.SkipUnlessEnabled();
        (byte[] file, byte[] plain, Manifest manifest) = await ExportAsync();
        if (!Directory.Exists(Path.Combine(Folder, "node_modules")))
        {
            await InstallAsync();
        }

        byte[] output = await Judge.RunAsync("node", [Path.Combine(Folder, "read.mjs"), Cuts(manifest)], file, Token);
        string[] lines = Encoding.ASCII.GetString(output).TrimEnd().Split('\n');
        Assert.Equal(5, lines.Length);
        Assert.All(lines, line => Assert.EndsWith(" " + Hash(plain), line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_browser_reads_it_whole()
    {
        LongTests.SkipUnlessEnabled();
        (byte[] file, byte[] plain, _) = await ExportAsync();

        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        await window.Page.GotoAsync("/health");
        string read = await window.Page.EvaluateAsync<string>("""
            async file => {
                const bytes = Uint8Array.from(atob(file), letter => letter.charCodeAt(0));
                return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
            }
            """, Convert.ToBase64String(file));
        Assert.Equal(Encoding.UTF8.GetString(plain), read);
    }

    private async Task<(byte[] File, byte[] Plain, Manifest Manifest)> ExportAsync()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog { PageSize = 100 }.Fill(Rows, row => Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(row)))));
        ExportJob job = await rig.ExportAsync(seconds: Rows, slices: 6, request => request with { Gzip = true });
        SignedManifest manifest = await rig.ReadSignedManifestAsync(job.Id);
        return ((await rig.ReadAsync(job.FileName))!, Encoding.UTF8.GetBytes(rig.Log.Csv(0, Rows)), Manifest.Parse(manifest.Content.Span));
    }

    /// <summary>Where a piece of the file begins, but for the first.</summary>
    private static string Cuts(Manifest manifest)
    {
        long at = 0;
        return string.Join(',', manifest.Slices.SkipLast(1).Select(slice => (at += slice.Bytes).ToString(CultureInfo.InvariantCulture)));
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task InstallAsync()
    {
        var start = new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = Folder };
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(Token);
        Assert.Equal(0, process.ExitCode);
    }
}
