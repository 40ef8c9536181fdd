using System.Text.RegularExpressions;
using Reporting.Activity.Records;
using Reporting.Activity.Scanning;
using Reporting.Rows;
using Reporting.Tests.Storage.Paging;

namespace Reporting.Tests.Reports;

/// <summary>A log in memory: rows by table and key. Gives pages of changing lengths, some empty; leaves the request's filter to the caller.</summary>
internal sealed partial class MemoryScanner(int seed) : IActivityScanner
{
    private readonly Dictionary<string, SortedDictionary<string, IReadOnlyDictionary<string, object?>>> _tables = new(StringComparer.Ordinal);

    /// <summary>The requests so far.</summary>
    public List<ScanRequest> Requests { get; } = [];

    /// <summary>Adds or replaces a row.</summary>
    public void Put(ActivityTable table, string key, IReadOnlyDictionary<string, object?> row)
    {
        if (!_tables.TryGetValue(table.Name, out SortedDictionary<string, IReadOnlyDictionary<string, object?>>? rows))
        {
            rows = new SortedDictionary<string, IReadOnlyDictionary<string, object?>>(StringComparer.Ordinal);
            _tables.Add(table.Name, rows);
        }

        rows[key] = row;
    }

    public IRowReader Open(ScanRequest request)
    {
        Requests.Add(request);
        Assert.InRange(Comparison().Count(request.Filter ?? ""), 0, 9);
        var random = new Random(seed + Requests.Count);
        var pages = new List<byte[]>();
        var page = new List<string>();
        foreach ((string key, IReadOnlyDictionary<string, object?> row) in _tables.GetValueOrDefault(request.Table.Name) ?? [])
        {
            if (IsIn(request.Keys, key))
            {
                page.Add(Json(key, row, request.Schema));
                while (random.Next(3) == 0)
                {
                    Flush();
                }
            }
        }

        Flush();
        return new BucketScan(new MemoryPages(pages), request.Schema);

        void Flush()
        {
            pages.Add(Encoding.UTF8.GetBytes("{\"value\":[" + string.Join(',', page) + "]}"));
            page.Clear();
        }
    }

    /// <summary>Whether a range holds a key.</summary>
    public static bool IsIn(KeyRange range, string key)
    {
        int order = string.CompareOrdinal(key, range.From);
        return (range.FromExclusive ? order > 0 : order >= 0) && string.CompareOrdinal(key, range.To) < 0;
    }

    private static string Json(string key, IReadOnlyDictionary<string, object?> row, RowSchema schema)
    {
        var properties = new Dictionary<string, object?>(StringComparer.Ordinal) { ["RowKey"] = key };
        foreach (RowColumn column in schema.Columns)
        {
            if (row.GetValueOrDefault(column.Name) is { } value)
            {
                if (value is long)
                {
                    properties[column.Name + "@odata.type"] = "Edm.Int64";
                }

                properties[column.Name] = value is long number ? number.ToString(CultureInfo.InvariantCulture) : value;
            }
        }

        return JsonSerializer.Serialize(properties);
    }

    [GeneratedRegex(" (eq|ne|ge|gt|le|lt) '", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comparison();
}
