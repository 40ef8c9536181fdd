using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Tests.Storage;

public sealed class RowDeletesTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_of_which_some_are_gone_already_are_deleted_all()
    {
        TableClient table = ReportingStorageFactory.Create(azurite.NewAccount()).Tables.GetTableClient("rows");
        await table.CreateAsync(Token);
        TableEntity[] rows = [.. Enumerable.Range(0, RowDeletes.MaxRows).Select(row => new TableEntity("part", FormattableString.Invariant($"{row:D3}")))];
        await table.SubmitTransactionAsync(rows.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)), Token);
        await table.DeleteEntityAsync("part", "042", cancellationToken: Token);
        await RowDeletes.DeleteAsync(table, rows, Token);
        await RowDeletes.DeleteAsync(table, rows, Token);

        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token));
    }
}
