using Azure.Identity;
using Microsoft.Extensions.Configuration;
using Reporting.Storage;

namespace Reporting.Tests.Storage;

public sealed class StorageConnectionTests
{
    [Fact]
    public void A_connection_string_is_taken_as_it_is() =>
        Assert.Equal("UseDevelopmentStorage=true", StorageConnection.Require(Settings(("", "UseDevelopmentStorage=true"))).ConnectionString);

    [Fact]
    public void Addresses_come_with_the_managed_identity_that_the_settings_name()
    {
        StorageConnection account = StorageConnection.Require(Settings(
            (":tableServiceUri", "https://a.table.core.windows.net"), (":blobServiceUri", "https://a.blob.core.windows.net"), (":credential", "managedidentity"), (":clientId", "0d3c")));

        Assert.Equal(new Uri("https://a.table.core.windows.net"), account.TableServiceUri);
        Assert.Equal(new Uri("https://a.blob.core.windows.net"), account.BlobServiceUri);
        Assert.IsType<ManagedIdentityCredential>(account.Credential);
        Assert.Null(account.ConnectionString);
    }

    [Fact]
    public void A_name_alone_gives_both_addresses_and_whoever_is_signed_in()
    {
        StorageConnection account = StorageConnection.Require(Settings((":accountName", "a")));
        Assert.Equal("a.table.core.windows.net", account.TableServiceUri!.Host);
        Assert.Equal("a.blob.core.windows.net", account.BlobServiceUri!.Host);
        Assert.IsType<DefaultAzureCredential>(account.Credential);
    }

    [Fact]
    public void Half_an_account_is_refused_with_what_to_set()
    {
        var exception = Assert.Throws<InvalidOperationException>(() => StorageConnection.Read(Settings((":tableServiceUri", "https://a.table.core.windows.net"))));
        Assert.Contains("blobServiceUri", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_account_reading_gives_none_and_requiring_says_what_to_set()
    {
        Assert.Null(StorageConnection.Read(Settings()));
        var exception = Assert.Throws<InvalidOperationException>(() => StorageConnection.Require(Settings()));
        Assert.Contains("Set ReportingStorage to a connection string, or ReportingStorage__tableServiceUri", exception.Message, StringComparison.Ordinal);
    }

    private static IConfiguration Settings(params (string Name, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(one => KeyValuePair.Create("ReportingStorage" + one.Name, (string?)one.Value))).Build();
}
