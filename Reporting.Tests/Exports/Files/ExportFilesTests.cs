using Reporting.Exports.Files;

namespace Reporting.Tests.Exports.Files;

public sealed class ExportFilesTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_several_who_write_a_blob_once_all_go_on_with_what_the_first_wrote()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite);
        ExportFiles files = rig.Files;

        BinaryData[] seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => files.WriteOnceAsync("job/plan.json", BinaryData.FromString($"plan {writer}"), "application/json", Token)));
        BinaryData later = await files.WriteOnceAsync("job/plan.json", BinaryData.FromString("another plan"), "application/json", Token);

        string stored = (await files.FindAsync("job/plan.json", Token))!.ToString();
        Assert.All([.. seen, later], content => Assert.Equal(stored, content.ToString()));
        Assert.StartsWith("plan ", stored, StringComparison.Ordinal);
    }
}
