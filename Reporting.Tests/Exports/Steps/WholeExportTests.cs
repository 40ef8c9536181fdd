using System.IO.Compression;
using System.Security.Cryptography;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Manifests;

namespace Reporting.Tests.Exports.Steps;

public sealed class WholeExportTests(AzuriteServer azurite)
{
    [Fact]
    public async Task An_export_holds_every_row_of_its_range_in_order_and_says_so()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(120));
        ExportJob job = await rig.ExportAsync(seconds: 100, slices: 7);

        string expected = rig.Log.Csv(0, 100);
        Assert.Equal(ExportState.Successful, job.State);
        Assert.Equal(expected, await rig.ReadTextAsync(job.FileName));
        Assert.Equal((100, expected.Length), (job.RowCount, job.FileSize));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(expected))), job.Sha256);
        Assert.Equal(job.Id + "/audit-logs-2026-11-22T10-15-00Z.csv", job.FileName);
        Assert.Equal(rig.Time.GetUtcNow().AddDays(30), job.ExpiresAt);
    }

    [Fact]
    public async Task The_manifest_describes_the_file_and_verifies()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog { CommitsWithoutRun = 2 }.Fill(50));
        ExportJob job = await rig.ExportAsync(seconds: 50, slices: 3);
        SignedManifest signed = await rig.ReadSignedManifestAsync(job.Id);
        Manifest manifest = JsonSerializer.Deserialize(signed.Content.Span, ManifestJson.Default.Manifest)!;

        Assert.Equal((50, 6, 3), (manifest.Rows, manifest.CommitsWithoutRun, manifest.Slices.Count));
        Assert.Equal(("2026-03-01T00:00:00.000Z", "2026-03-01T00:00:49.000Z"), (manifest.FirstEventAt, manifest.LastEventAt));
        Assert.Equal(("2026-03-01T00:00:00.000Z", "2026-03-01T00:00:50.000Z", "2026-11-22T10:14:30.000Z"), (manifest.Since, manifest.Until, manifest.Watermark));
        Assert.Equal(["id", "description"], manifest.Columns);
        Assert.Equal(("admin@localhost", job.Id, job.Sha256), (manifest.RequestedBy, manifest.Id, manifest.Sha256));
        Assert.Equal(job.ManifestSha256, Convert.ToHexStringLower(SHA256.HashData(signed.Content.Span)));
        VerifyResult result = await ManifestVerifier.VerifyAsync(
            new MemoryStream((await rig.ReadAsync(job.FileName))!), signed, await rig.Get<IManifestKeys>().ListAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.True(result.Passed, result.Message);
    }

    [Theory]
    [InlineData("CEF")]
    [InlineData("JSONL")]
    [InlineData("OCSF")]
    public async Task A_manifest_names_the_whole_record_where_the_file_is_made_of_it(string format)
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(3));
        ExportJob job = await rig.ExportAsync(seconds: 3, change: request => request with { Format = format, Columns = [] });
        Manifest manifest = await rig.ReadManifestAsync(job.Id);

        Assert.Equal(["id", "timestamp", "userId", "target", "action", "actionType", "description", "outcome", "sourceAddress", "userAgent"], manifest.Columns);
    }

    [Fact]
    public async Task A_log_without_rows_gives_a_header_or_an_empty_file()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportJob csv = await rig.ExportAsync(seconds: 10, slices: 2);
        ExportJob jsonl = await rig.ExportAsync(seconds: 10, slices: 2, request => request with { Format = "JSONL" });
        ExportJob nothing = await rig.ExportAsync(seconds: 0);

        Assert.Equal("id,Description\n", await rig.ReadTextAsync(csv.FileName));
        Assert.Equal("id,Description\n", await rig.ReadTextAsync(nothing.FileName));
        Assert.Empty((await rig.ReadAsync(jsonl.FileName))!);
        Assert.All([csv, jsonl, nothing], job => Assert.Equal((ExportState.Successful, 0L), (job.State, job.RowCount)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(25)]
    [InlineData(40)]
    [InlineData(99)]
    public async Task The_first_N_rows_are_exact(int first)
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(40));
        ExportJob job = await rig.ExportAsync(seconds: 40, slices: 4, request => request with { First = first }, window: 2);

        Assert.Equal(rig.Log.Csv(0, Math.Min(first, 40)), await rig.ReadTextAsync(job.FileName));
        Assert.Equal(Math.Min(first, 40), job.RowCount);
    }

    [Fact]
    public async Task A_compressed_file_is_the_plain_one_compressed()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog { PageSize = 100 }.Fill(3000, row => Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(row)))));
        ExportJob job = await rig.ExportAsync(seconds: 3000, slices: 5, request => request with { Gzip = true });

        using var unpacked = new StreamReader(new GZipStream(new MemoryStream((await rig.ReadAsync(job.FileName))!), CompressionMode.Decompress));
        Assert.Equal(rig.Log.Csv(0, 3000), await unpacked.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.EndsWith(".csv.gz", job.FileName, StringComparison.Ordinal);
        Assert.Equal("application/gzip", (await rig.Files.Blob(job.FileName).GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value.ContentType);
    }

    [Fact]
    public async Task Rows_larger_than_a_block_and_files_of_many_blocks_come_whole()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(60, row => new string((char)('a' + (row % 26)), row == 30 ? 300_000 : 7_000)));
        ExportJob job = await rig.ExportAsync(seconds: 60, slices: 2);

        Assert.Equal(rig.Log.Csv(0, 60), await rig.ReadTextAsync(job.FileName));
    }

    [Fact]
    public async Task A_slice_whose_time_is_up_goes_on_and_the_file_is_the_same()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(100), options => options.SliceSeconds = 10);
        LetPagesTakeSixSeconds(rig);
        ExportJob job = await rig.ExportAsync(seconds: 100, slices: 2);
        Manifest manifest = await rig.ReadManifestAsync(job.Id);

        Assert.True(manifest.Slices.Count > 4, "No slice ran out of time.");
        Assert.Equal(rig.Log.Csv(0, 100), await rig.ReadTextAsync(job.FileName));
    }

    [Fact]
    public async Task A_slice_that_lets_no_row_through_goes_on_too_when_its_time_is_up()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog { Passes = text => text.EndsWith('7') && text.Length > 5 }.Fill(200, row => row < 150 ? "row" : $"row {row}"), options => options.SliceSeconds = 10);
        int pages = 0;
        LetPagesTakeSixSeconds(rig, () => pages++);
        ExportJob job = await rig.ExportAsync(seconds: 200);
        Manifest manifest = await rig.ReadManifestAsync(job.Id);

        Assert.Equal("id,Description\n" + string.Concat(Enumerable.Range(0, 5).Select(ten => $"e{157 + (10 * ten)},row {157 + (10 * ten)}\n")), await rig.ReadTextAsync(job.FileName));
        Assert.InRange(manifest.Slices.Count, 8, 12);
        Assert.InRange(pages, 20, 25); // No page is read again.
        Assert.Equal(("2026-03-01T00:02:37.000Z", "2026-03-01T00:03:17.000Z"), (manifest.FirstEventAt, manifest.LastEventAt));
    }

    [Fact]
    public async Task What_lies_between_the_last_row_and_the_end_of_the_time_is_counted_once()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(100, row => row % 10 < 7 ? $"row {row}" : FakeLog.Orphan), options => options.SliceSeconds = 10);
        LetPagesTakeSixSeconds(rig);
        ExportJob job = await rig.ExportAsync(seconds: 100);
        Manifest manifest = await rig.ReadManifestAsync(job.Id);

        Assert.True(manifest.Slices.Count > 3, "No slice ran out of time.");
        Assert.Equal((70, 30), (manifest.Rows, manifest.CommitsWithoutRun));
    }

    [Fact]
    public async Task The_file_is_an_attachment_and_its_name_is_plain()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(5));
        ExportJob job = await rig.ExportAsync(seconds: 5);
        var properties = (await rig.Files.Blob(job.FileName).GetPropertiesAsync(cancellationToken: TestContext.Current.CancellationToken)).Value;

        Assert.Equal("attachment; filename=\"audit-logs-2026-11-22T10-15-00Z.csv\"", properties.ContentDisposition);
        Assert.StartsWith("text/csv", properties.ContentType, StringComparison.Ordinal);
        Assert.Equal("audit-logs-2026-11-22T10-15-00Z.csv", ExportNames.Attachment(job.FileName));
    }

    [Fact]
    public async Task Files_too_large_to_read_back_have_a_tree_hash()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(50), options => options.WholeFileHashMaxBytes = 100);
        ExportJob job = await rig.ExportAsync(seconds: 50, slices: 3);
        SignedManifest signed = await rig.ReadSignedManifestAsync(job.Id);
        VerifyResult result = await ManifestVerifier.VerifyAsync(
            new MemoryStream((await rig.ReadAsync(job.FileName))!), signed, await rig.Get<IManifestKeys>().ListAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);

        Assert.Null(job.Sha256);
        Assert.True(result.Passed, result.Message);
    }

    private static void LetPagesTakeSixSeconds(ExportRig rig, Action? page = null) => rig.Log.BeforePage = () =>
    {
        page?.Invoke();
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        return Task.CompletedTask;
    };
}
