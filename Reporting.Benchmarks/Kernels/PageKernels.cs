using System.Buffers;
using System.Net;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using BenchmarkDotNet.Attributes;
using CsvHelper;
using Reporting.Benchmarks.Compare;
using Reporting.Benchmarks.Data;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Benchmarks.Kernels;

/// <summary>What a page of 1,000 rows costs the processor, without any network. Figures are per row.</summary>
[MemoryDiagnoser]
public class PageKernels
{
    /// <summary>Rows of the page.</summary>
    public const int Rows = 1000;

    private readonly ArrayBufferWriter<byte> _output = new(4 << 20);
    private byte[] _page = [];
    private byte[] _work = [];
    private RowSchema _schema = new([]);
    private PageReader _reader = new(new RowSchema([]));
    private IRowEncoder? _encoder;
    private string[] _names = [];
    private TableClient? _table;

    /// <summary>What is made of the page.</summary>
    [ParamsAllValues]
    public KernelFile File { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        ReportDefinition report = ReportCatalogue.Find(File == KernelFile.Cef ? "audit-logs" : "recipe-runs");
        IReportFormat format = File switch { KernelFile.Cef => new CefFormat(), KernelFile.JsonLines => new JsonLinesFormat(), _ => new CsvFormat() };
        OutputColumn[] columns = [.. report.DefaultColumns.Select(column => new OutputColumn(column.Name, column.Header))];
        string[] names = _names = [.. format.RequiredColumns(columns)];
        _schema = new RowSchema(names.Select(name => report.Tables[0].Columns.First(column => string.Equals(column.Name, name, StringComparison.Ordinal))));
        _page = new EntityTemplate(new BenchmarkLog(report.Tables[0], Rows, 2000, 1), [.. names, "RowKey"]).Page(0, Rows);
        _work = new byte[_page.Length];
        _reader = new PageReader(_schema);
        _encoder = format.CreateEncoder(_schema, columns, new FormatOptions());
        _table = new TableClient(
            new Uri("https://account.table.core.windows.net"), "rows", new TableSharedKeyCredential("account", "a2V5"),
            new TableClientOptions { Transport = new HttpClientTransport(new HttpClient(new PageTransport(_page))) });
    }

    /// <summary>The limit: the tokens of the page and nothing else.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Rows)]
    public int TokensOnly()
    {
        _page.CopyTo(_work, 0);
        var reader = new Utf8JsonReader(_work);
        int tokens = 0;
        while (reader.Read())
        {
            tokens++;
        }

        return tokens;
    }

    /// <summary>The page to cells.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int Cells()
    {
        _page.CopyTo(_work, 0); // Escapes are taken out in place.
        _reader.Load(_work, _work.Length);
        int rows = 0;
        while (_reader.TryRead())
        {
            rows++;
        }

        return rows;
    }

    /// <summary>The page to the file's bytes.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public int ToFile()
    {
        _page.CopyTo(_work, 0);
        _output.ResetWrittenCount();
        _reader.Load(_work, _work.Length);
        while (_reader.TryRead())
        {
            RowView row = _reader.Current;
            _encoder!.WriteRow(in row, _output);
        }

        return _output.WrittenCount;
    }

    /// <summary>The usual way: the SDK's entities, then CsvHelper, a JSON serializer or strings.</summary>
    [Benchmark(OperationsPerInvoke = Rows)]
    public async Task<long> SdkToFile()
    {
        await using var output = new CountingOutput();
        await using var text = new StreamWriter(output);
        await using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        await foreach (TableEntity row in _table!.QueryAsync<TableEntity>())
        {
            switch (File)
            {
                case KernelFile.Csv:
                    foreach (string name in _names)
                    {
                        csv.WriteField(Convert.ToString(row[name], CultureInfo.InvariantCulture));
                    }

                    await csv.NextRecordAsync();
                    break;
                case KernelFile.JsonLines:
                    await text.WriteLineAsync(JsonSerializer.Serialize(_names.ToDictionary(name => name, name => row[name], StringComparer.Ordinal)));
                    break;
                default:
                    await text.WriteAsync(StringCef.Line(row));
                    break;
            }
        }

        await text.FlushAsync();
        return output.Length;
    }
}

/// <summary>What a kernel makes of a page.</summary>
public enum KernelFile
{
    /// <summary>Recipe runs as CSV.</summary>
    Csv,

    /// <summary>Recipe runs as JSON Lines.</summary>
    JsonLines,

    /// <summary>Audit events as CEF.</summary>
    Cef,
}

/// <summary>Answers every request with one page, from memory.</summary>
internal sealed class PageTransport(byte[] page) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(page) });
}
