using Azure.Data.Tables;
using CsvHelper;
using CsvHelper.Configuration;
using Reporting.Activity.Buckets;
using Reporting.Activity.Scanning;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Reading;
using Reporting.Rows;
using Reporting.Storage;
using Reporting.Storage.Paging;

namespace Reporting.Benchmarks.Compare;

/// <summary>The ways to get the rows that are compared. Each returns the rows it read and the bytes it wrote.</summary>
internal static class Contenders
{
    /// <summary>Every contender in this process, by name.</summary>
    public static IReadOnlyDictionary<string, Func<Work, Task<(long Rows, long Bytes)>>> All { get; } = new Dictionary<string, Func<Work, Task<(long, long)>>>(StringComparer.Ordinal)
    {
        ["ours"] = OursAsync,
        ["export"] = work => WholeExport.RunAsync(work),
        ["export-gzip"] = work => WholeExport.RunAsync(work, gzip: true),
        ["raw"] = work => DrainAsync(work, readTokens: false),
        ["tokens"] = work => DrainAsync(work, readTokens: true),
        ["sdk"] = SdkAsync,
        ["sdk-typed"] = SdkTypedAsync,
    };

    // Scan, cells, CSV: what a slice does, without the blob.
    private static async Task<(long Rows, long Bytes)> OursAsync(Work work)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(work.ConnectionString);
        var source = new ReportSource(new ActivityScanner(storage, new BucketSettings(storage, TimeProvider.System)));
        ReportQuery query = ReportQueryBuilder.Build(Work.Report);
        OutputColumn[] columns = [.. query.Columns.Select(column => new OutputColumn(column.Name, column.Header))];
        (long Rows, long Bytes)[] pieces = await Task.WhenAll(work.Pieces().Select(keys => Task.Run(() => PieceAsync(keys))));
        return (pieces.Sum(piece => piece.Rows), pieces.Sum(piece => piece.Bytes));

        async Task<(long, long)> PieceAsync(KeyRange keys)
        {
            await using IReportReader reader = source.Open(query, keys);
            IRowEncoder encoder = new CsvFormat().CreateEncoder(reader.Schema, columns, new FormatOptions());
            await using var output = new CountingOutput();
            long rows = 0;
            do
            {
                while (reader.TryRead())
                {
                    RowView row = reader.Current;
                    encoder.WriteRow(in row, output);
                    rows++;
                }
            }
            while (await reader.LoadAsync(CancellationToken.None));
            return (rows, output.Length);
        }
    }

    // The limit: the same pages by the same requests, thrown away, or looked at token by token.
    private static async Task<(long Rows, long Bytes)> DrainAsync(Work work, bool readTokens)
    {
        ReportingStorage storage = ReportingStorageFactory.Create(work.ConnectionString);
        BucketLayout layout = await new BucketSettings(storage, TimeProvider.System).GetAsync(CancellationToken.None);
        TableClient table = storage.Tables.GetTableClient(Work.Table.Name);
        (long Rows, long Bytes)[] pieces = await Task.WhenAll(work.Pieces().Select(keys => Task.Run(() => PieceAsync(new ScanPlan(keys, null)))));
        return (pieces.Sum(piece => piece.Rows), pieces.Sum(piece => piece.Bytes));

        async Task<(long, long)> PieceAsync(ScanPlan plan)
        {
            (long rows, long bytes) = (0, 0);
            foreach (string bucket in layout.BucketsInForce(plan.FirstHour, plan.LastHour))
            {
                await using var pages = new TablePages(table, plan.FiltersOf(bucket), [.. Work.Columns, "RowKey"], 1000);
                Task<PageBuffer?> next = pages.NextAsync(CancellationToken.None);
                while (await next is { } page)
                {
                    next = pages.NextAsync(CancellationToken.None);
                    using (page)
                    {
                        bytes += page.Length;
                        rows += readTokens ? CountObjects(page.Bytes.AsSpan(0, page.Length)) : 0;
                    }
                }
            }

            return (rows, bytes);
        }
    }

    private static int CountObjects(ReadOnlySpan<byte> page)
    {
        var reader = new Utf8JsonReader(page);
        int objects = -1; // The page itself.
        while (reader.Read())
        {
            objects += reader.TokenType == JsonTokenType.StartObject ? 1 : 0;
        }

        return objects;
    }

    private static async Task<(long Rows, long Bytes)> SdkAsync(Work work)
    {
        await using var output = new CountingOutput();
        await using var text = new StreamWriter(output, new UTF8Encoding(false));
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        long rows = 0;
        await foreach (TableEntity entity in work.PlainClient().QueryAsync<TableEntity>(work.Filter(), 1000, Work.Columns))
        {
            foreach (string column in Work.Columns)
            {
                csv.WriteField(entity.TryGetValue(column, out object? value) ? Convert.ToString(value, CultureInfo.InvariantCulture) : "");
            }

            await csv.NextRecordAsync();
            rows++;
        }

        await csv.FlushAsync();
        await text.FlushAsync();
        return (rows, output.Length);
    }

    private static async Task<(long Rows, long Bytes)> SdkTypedAsync(Work work)
    {
        await using var output = new CountingOutput();
        await using var text = new StreamWriter(output, new UTF8Encoding(false));
        await using var csv = new CsvWriter(text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n" });
        long rows = 0;
        await foreach (RunRow entity in work.PlainClient().QueryAsync<RunRow>(work.Filter(), 1000, Work.Columns))
        {
            csv.WriteRecord(entity);
            await csv.NextRecordAsync();
            rows++;
        }

        await csv.FlushAsync();
        await text.FlushAsync();
        return (rows, output.Length);
    }
}
