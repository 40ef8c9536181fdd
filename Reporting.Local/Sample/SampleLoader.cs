using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Local.Client;
using Reporting.Local.Hosting;
using Reporting.Storage;

namespace Reporting.Local.Sample;

/// <summary>Gives an empty log something to look at.</summary>
internal static class SampleLoader
{
    /// <summary>Imports the sample when there is no activity yet.</summary>
    public static async Task LoadIfEmptyAsync(LocalHost host, Action<string> progress, CancellationToken cancellationToken)
    {
        ReportingStorage storage = host.Services.GetRequiredService<ReportingStorage>();
        if (host.AdminToken is not { } token || !await IsEmptyAsync(storage, cancellationToken))
        {
            return;
        }

        progress("The activity log is empty: loading the sample ...");
        using var client = new ReportingClient(host.Address, token, TimeProvider.System);
        var importer = new ActivityImporter(client);

        // The kinds at once: that is what a first start waits for.
        IReadOnlyList<ActivityFile> files = ActivityFile.Sample(TimeProvider.System.GetUtcNow());
        IngestResponse[] responses = await Task.WhenAll(files.Select(file => importer.ImportAsync(file, _ => { }, cancellationToken)));
        foreach ((ActivityFile file, IngestResponse response) in files.Zip(responses))
        {
            progress(FormattableString.Invariant($"  {file.Kind}: {response.Accepted} rows"));
        }
    }

    private static async Task<bool> IsEmptyAsync(ReportingStorage storage, CancellationToken cancellationToken)
    {
        foreach (ActivityTable table in RecordKinds.Tables)
        {
            await foreach (TableEntity _ in storage.Tables.GetTableClient(table.Name).QueryAsync<TableEntity>(maxPerPage: 1,
                select: ["RowKey"], cancellationToken: cancellationToken))
            {
                return false;
            }
        }

        return true;
    }
}
