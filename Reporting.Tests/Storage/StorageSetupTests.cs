using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Configuration;
using Reporting.Composition;
using Reporting.Storage;

namespace Reporting.Tests.Storage;

public sealed class StorageSetupTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Every_table_and_container_is_created_once_whoever_comes_first()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        ReportingStorage storage = ReportingStorageFactory.Create(azurite.NewAccount());
        await Task.WhenAll(StorageSetup.CreateAsync(storage, cancellationToken), StorageSetup.CreateAsync(storage, cancellationToken));
        await StorageSetup.CreateAsync(storage, cancellationToken);
        List<string> tables = await storage.Tables.QueryAsync(cancellationToken: cancellationToken).Select(table => table.Name).ToListAsync(cancellationToken);
        Assert.Equal(StorageSetup.Tables.Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
        List<BlobContainerItem> containers = await storage.Blobs.GetBlobContainersAsync(cancellationToken: cancellationToken).ToListAsync(cancellationToken);
        Assert.Equal(["exports", "metrics", "scheduled"], containers.Select(container => container.Name));
        Assert.All(containers, container => Assert.Null(container.Properties.PublicAccess));
    }

    [Fact]
    public void A_connection_is_read_as_a_string_an_account_name_or_two_addresses()
    {
        Assert.Null(Read([]));
        Assert.Equal("UseDevelopmentStorage=true", Read(new() { ["ReportingStorage"] = "UseDevelopmentStorage=true" })!.ConnectionString);
        StorageConnection named = Read(new() { ["ReportingStorage:accountName"] = "acme" })!;
        Assert.Equal(("https://acme.table.core.windows.net/", "https://acme.blob.core.windows.net/"), (named.TableServiceUri!.ToString(), named.BlobServiceUri!.ToString()));
        StorageConnection addressed = Read(new() { ["ReportingStorage:tableServiceUri"] = "https://t.example", ["ReportingStorage:blobServiceUri"] = "https://b.example", ["ReportingStorage:credential"] = "managedidentity" })!;
        Assert.Equal("https://t.example/", ReportingStorageFactory.Create(addressed).Tables.Uri.ToString());
        InvalidOperationException half = Assert.Throws<InvalidOperationException>(() => Read(new() { ["ReportingStorage:tableServiceUri"] = "https://t.example" }));
        Assert.Contains("blobServiceUri", half.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ReportingStorageFactory.Create(new StorageConnection()));
        Assert.Equal(TimeSpan.FromSeconds(7), Read(new() { ["ReportingStorage"] = "UseDevelopmentStorage=true", ["ReportingStorage:trySeconds"] = "7" })!.TryTimeout);
        Assert.Throws<InvalidOperationException>(() => Read(new() { ["ReportingStorage:accountName"] = "acme", ["ReportingStorage:trySeconds"] = "0" }));

        static StorageConnection? Read(Dictionary<string, string?> settings) => StorageConnection.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
