using Reporting.Reports;
using Reporting.Rows;

namespace Reporting.Tests.Reports;

/// <summary>A row as a reader gave it, copied.</summary>
internal sealed record ReadRow(string Key, string Cells, long CommitsWithoutRun)
{
    /// <summary>Reads to the end: the columns of these names, <c>-</c> for null.</summary>
    public static async Task<(List<ReadRow> Rows, long CommitsWithoutRun)> AllAsync(IReportReader reader, IEnumerable<string> columns, CancellationToken cancellationToken)
    {
        await using (reader)
        {
            int[] ordinals = [.. columns.Select(reader.Schema.IndexOf)];
            Assert.DoesNotContain(-1, ordinals);
            var rows = new List<ReadRow>();
            do
            {
                while (reader.TryRead())
                {
                    var cells = new List<string>();
                    foreach (int ordinal in ordinals)
                    {
                        RowView row = reader.Current;
                        cells.Add(row.KindOf(ordinal) == CellKind.Null ? "-" : Encoding.UTF8.GetString(row[ordinal]));
                    }

                    rows.Add(new ReadRow(Encoding.UTF8.GetString(reader.CurrentKey), string.Join('|', cells), reader.CommitsWithoutRun));
                }
            }
            while (await reader.LoadAsync(cancellationToken));
            Assert.False(reader.TryRead());
            return (rows, reader.CommitsWithoutRun);
        }
    }
}
