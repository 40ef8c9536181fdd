using System.Buffers;
using Reporting.Formats;
using Reporting.Reports;
using Reporting.Reports.Definitions;
using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Tests.Formats;

/// <summary>From a page to a file's bytes nothing is allocated for a row, whatever the format (100 bytes a row are promised).</summary>
public sealed class AllocationTests
{
    private const int Rows = 1_000;

    public static TheoryData<string, string> Files => new() { { "recipe-runs", "CSV" }, { "audit-logs", "CSV" }, { "recipe-runs", "JSONL" }, { "audit-logs", "CEF" }, { "audit-logs", "OCSF" } };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_row_costs_the_heap_nothing(string reportName, string formatName)
    {
        ReportDefinition report = ReportCatalogue.Find(reportName);
        IReportFormat format = formatName switch { "CSV" => new CsvFormat(), "JSONL" => new JsonLinesFormat(), "CEF" => new CefFormat(), _ => new OcsfFormat() };
        OutputColumn[] columns = [.. report.DefaultColumns.Select(column => new OutputColumn(column.Name, column.Header))];
        var schema = new RowSchema(format.RequiredColumns(columns).Select(name => report.Tables[0].Columns.First(column => string.Equals(column.Name, name, StringComparison.Ordinal))));
        byte[] page = Page(schema);
        var reader = new PageReader(schema);
        IRowEncoder encoder = format.CreateEncoder(schema, columns, new FormatOptions());
        var output = new ArrayBufferWriter<byte>(4 << 20);
        Assert.Equal(Rows, Write(reader, encoder, output, [.. page])); // Names are learned once.

        // The least of some passes: while a pass runs the runtime may load or recompile something, once; what a row costs, every pass shows.
        long allocated = Enumerable.Range(0, 5).Min(_ => Allocated(reader, encoder, output, [.. page]));
        Assert.InRange(allocated / (double)Rows, 0, 1);
    }

    private static long Allocated(PageReader reader, IRowEncoder encoder, ArrayBufferWriter<byte> output, byte[] page)
    {
        output.ResetWrittenCount();
        long before = GC.GetAllocatedBytesForCurrentThread();
        int rows = Write(reader, encoder, output, page);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Rows, rows);
        return allocated;
    }

    private static int Write(PageReader reader, IRowEncoder encoder, ArrayBufferWriter<byte> output, byte[] page)
    {
        reader.Load(page, page.Length);
        int rows = 0;
        while (reader.TryRead())
        {
            RowView row = reader.Current;
            encoder.WriteRow(in row, output);
            rows++;
        }

        return rows;
    }

    // Some text is quoted, some escaped, and every third row lacks every third property.
    private static byte[] Page(RowSchema schema)
    {
        var page = new StringBuilder("{\"value\":[");
        for (int row = 0; row < Rows; row++)
        {
            page.Append(CultureInfo.InvariantCulture, $"{(row == 0 ? "" : ",")}{{\"odata.etag\":\"W/\",\"RowKey\":\"{row}\"");
            for (int ordinal = 0; ordinal < schema.Columns.Length; ordinal++)
            {
                RowColumn column = schema.Columns[ordinal];
                if (column.Kind == CellKind.Time || (row + ordinal) % 3 > 0)
                {
                    page.Append(CultureInfo.InvariantCulture, $",\"{column.Name}\":{Value(column, row)}");
                }
            }

            page.Append('}');
        }

        return Encoding.UTF8.GetBytes(page.Append("]}").ToString());
    }

    private static string Value(RowColumn column, int row) => column.Kind switch
    {
        CellKind.Number => row.ToString(CultureInfo.InvariantCulture),
        CellKind.Time => "\"2026-01-28T08:46:57.012Z\"",
        _ => row % 2 == 0 ? "\"a, b = \\\"c\\\" | d\"" : "\"plain\"",
    };
}
