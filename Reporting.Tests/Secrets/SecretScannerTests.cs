using Azure.Storage.Blobs;
using Reporting.Storage;

[assembly: AssemblyFixture(typeof(Reporting.Tests.Secrets.SecretScanner))]

namespace Reporting.Tests.Secrets;

/// <summary>The scanner of the whole run hears what is logged and knows a secret when it sees one.</summary>
public sealed class SecretScannerTests(SecretScanner scanner, AzuriteServer azurite)
{
    [Theory]
    [InlineData("GET http://a/b?sv=2026&sig=AbCdEfGhIjKlMnOpQrStUvWxYz0%3D", true)]
    [InlineData("AccountName=a;AccountKey=AbCdEfGhIjKlMnOpQrStUvWxYz0==;", true)]
    [InlineData("GET http://a/b?sv=2026&sig=REDACTED", false)]
    [InlineData("the word sig= alone", false)]
    public void A_secret_is_known_by_its_shape(string line, bool secret) => Assert.Equal(secret, SecretScanner.HoldsSecret(line));

    [Fact]
    public async Task It_hears_what_the_storage_library_logs()
    {
        long before = scanner.Lines;
        ReportingStorage storage = ReportingStorageFactory.Create(azurite.NewAccount());
        BlobContainerClient container = storage.Blobs.GetBlobContainerClient("files");
        await container.CreateAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(scanner.Lines > before);
        Assert.Empty(scanner.Found);
    }
}
