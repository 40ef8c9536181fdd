using System.Buffers;
using Reporting.Formats;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Formats;

/// <summary>What holds for every encoder.</summary>
public sealed class EncoderTests
{
    private static readonly FormatCatalogue Catalogue = new([new CsvFormat(), new CefFormat(), new JsonLinesFormat(), new OcsfFormat()]);

    [Theory]
    [InlineData("CSV")]
    [InlineData("CEF")]
    [InlineData("JSONL")]
    [InlineData("OCSF")]
    public void Bytes_do_not_depend_on_the_buffers_they_go_to(string format)
    {
        TestRecords records = TestRecords.HardAuditEvents(300, seed: 36);
        var exact = new ExactBufferWriter();
        IRowEncoder encoder = EncoderOf(format);
        encoder.WriteHeader(exact);
        foreach (BuiltRow row in records.Rows)
        {
            encoder.WriteRow(row.View, exact);
        }

        Assert.Equal(Encoded.File(EncoderOf(format), records.Rows), exact.Written);
        Assert.InRange(exact.LargestHint, 1, 1024);
    }

    [Theory]
    [InlineData("CSV")]
    [InlineData("CEF")]
    [InlineData("JSONL")]
    [InlineData("OCSF")]
    public void No_row_allocates(string format)
    {
        IRowEncoder encoder = EncoderOf(format);
        BuiltRow[] rows = [.. TestRecords.HardAuditEvents(50, seed: 37).Rows];
        var output = new ArrayBufferWriter<byte>(4 * 1024 * 1024);
        EncodeAll();

        // The least of some passes: the runtime may load or recompile something in one of them; what a row costs, every pass shows.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated()));

        long Allocated()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            EncodeAll();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void EncodeAll()
        {
            output.ResetWrittenCount();
            foreach (BuiltRow row in rows)
            {
                encoder.WriteRow(row.View, output);
            }
        }
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("Jsonl")]
    [InlineData("CEF")]
    [InlineData("ocsf")]
    public void Formats_are_found_by_name_in_any_case(string name)
    {
        Assert.Equal(name, Catalogue.Find(name)!.Name, ignoreCase: true);
        Assert.Null(Catalogue.Find("XML"));
    }

    private static IRowEncoder EncoderOf(string format) => Catalogue.Find(format)!.CreateEncoder(
        Encoded.SchemaOf(TestRecords.AuditNames), Encoded.ColumnsOf(TestRecords.AuditNames), Encoded.Options with { SpreadsheetSafe = true });

    /// <summary>Gives exactly as much room as is asked for, each time in a new array.</summary>
    private sealed class ExactBufferWriter : IBufferWriter<byte>
    {
        private readonly List<byte> _written = [];
        private byte[] _room = [];

        public byte[] Written => [.. _written];

        public int LargestHint { get; private set; }

        public void Advance(int count) => _written.AddRange(_room.AsSpan(0, count));

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            LargestHint = Math.Max(LargestHint, sizeHint);
            return _room = new byte[Math.Max(sizeHint, 1)];
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
