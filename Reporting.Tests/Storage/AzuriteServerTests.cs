using Azure.Data.Tables;

[assembly: AssemblyFixture(typeof(Reporting.Tests.Storage.AzuriteServer))]

namespace Reporting.Tests.Storage;

public sealed class AzuriteServerTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Each_test_has_an_account_of_its_own()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        var one = new TableServiceClient(azurite.NewAccount());
        var other = new TableServiceClient(azurite.NewAccount());
        await one.CreateTableAsync("rows", cancellationToken);

        Assert.Equal(["rows"], await NamesAsync(one));
        Assert.Empty(await NamesAsync(other));

        async Task<List<string>> NamesAsync(TableServiceClient client) =>
            await client.QueryAsync(cancellationToken: cancellationToken).Select(table => table.Name).ToListAsync(cancellationToken);
    }
}
