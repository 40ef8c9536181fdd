using System.Buffers;
using Reporting.Formats;
using Reporting.Metrics.Days;
using Reporting.Metrics.Queries;

namespace Reporting.Api.Metrics;

/// <summary>Numbers as CSV, written as every CSV of the service, safe for spreadsheets: a line for each period, or each period of each group.</summary>
internal static class MetricsCsv
{
    public const string ContentType = "text/csv; charset=utf-8";

    private static readonly FormatOptions s_options = new() { SpreadsheetSafe = true };

    public static string FileName(MetricsQuery query) => string.Create(CultureInfo.InvariantCulture, $"metrics-{query.Since:yyyy-MM-dd}-{query.Until:yyyy-MM-dd}.csv");

    public static byte[] Write(MetricsResponse response, MetricsQuery query)
    {
        bool isGrouped = query.GroupBy != MetricGrouping.None;
        List<RowColumn> columns = [new("period", CellKind.Time)];
        if (isGrouped)
        {
            columns.AddRange([new(response.GroupBy, CellKind.Text), new("name", CellKind.Text)]);
        }

        columns.AddRange(Measure.All.SelectMany(NamesOf).Select(name => new RowColumn(name, CellKind.Number)));
        OutputColumn[] shown = [.. columns.Select(column => new OutputColumn(column.Name, column.Name))];
        IRowEncoder encoder = new CsvFormat().CreateEncoder(new RowSchema(columns), shown, s_options);
        var output = new ArrayBufferWriter<byte>(1 << 16);
        encoder.WriteHeader(output);
        var line = new LineBuilder(columns.Count);
        for (int period = 0; period < response.Periods.Count; period++)
        {
            if (!isGrouped)
            {
                WriteLine(period, null, response.Series[period]);
            }

            foreach (MetricGroupResponse group in response.Groups)
            {
                WriteLine(period, group, group.Series[period]);
            }
        }

        return output.WrittenSpan.ToArray();

        void WriteLine(int period, MetricGroupResponse? group, MetricNumbers numbers)
        {
            line.Begin();
            line.Add(UtcDays.Text(response.Periods[period]), CellKind.Time);
            if (group is not null)
            {
                line.Add(group.Key ?? "", CellKind.Text);
                line.Add(group.Name, CellKind.Text);
            }

            foreach (string number in Measure.All.SelectMany(measure => TextsOf(measure, numbers)))
            {
                line.Add(number, CellKind.Number);
            }

            encoder.WriteRow(line.Row, output);
        }
    }

    private static IEnumerable<string> NamesOf(Measure measure) =>
        measure.Value is null ? measure.PartNames.Select(part => $"{measure.Name}.{part}") : [measure.Name];

    private static IEnumerable<string> TextsOf(Measure measure, MetricNumbers numbers) =>
        measure.Parts is { } parts
            ? measure.PartNames.Select(part => parts(numbers).GetValueOrDefault(part).ToString(CultureInfo.InvariantCulture))
            : [measure.Value!(numbers)?.ToString(CultureInfo.InvariantCulture) ?? ""];

    /// <summary>Puts texts beside each other as the cells of a row.</summary>
    private sealed class LineBuilder(int count)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(1024);
        private readonly Cell[] _cells = new Cell[count];
        private int _next;

        public RowView Row => new(_bytes.WrittenSpan, _cells);

        public void Begin()
        {
            _bytes.ResetWrittenCount();
            _next = 0;
        }

        public void Add(string text, CellKind kind)
        {
            int start = _bytes.WrittenCount;
            int length = (int)Encoding.UTF8.GetBytes(text, _bytes);
            _cells[_next++] = new Cell(start, length, kind);
        }
    }
}
