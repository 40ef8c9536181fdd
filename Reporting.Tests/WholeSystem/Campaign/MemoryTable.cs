using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Azure.Data.Tables;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Reporting.Tests.Faults;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>
/// Rows of one table, held in memory, and the table service's answers to queries over them: in order, by pages, with continuation. It stands
/// in for Azurite in campaigns that read a large table many times, since Azurite looks through the whole table for each page.
/// </summary>
internal sealed partial class MemoryTable
{
    private const int MaxPage = 1000;
    private readonly string _table;
    private readonly string[] _columns;
    private readonly (string Partition, string Row)[] _keys;

    // Of each row, each column as it stands in JSON: ,"name":"value". An absent one is empty.
    private readonly byte[][][] _cells;

    /// <summary>Holds rows whose values are all text, as those of audit events are.</summary>
    public MemoryTable(string table, IEnumerable<string> columns, IEnumerable<TableEntity> rows)
    {
        (_table, _columns) = (table, [.. columns]);
        TableEntity[] ordered = [.. rows.OrderBy(row => row.PartitionKey, StringComparer.Ordinal).ThenBy(row => row.RowKey, StringComparer.Ordinal)];
        _keys = [.. ordered.Select(row => (row.PartitionKey, row.RowKey))];
        _cells = [.. ordered.Select(row => _columns.Select(column => row.TryGetValue(column, out object? value) ? Text(column, (string)value) : []).ToArray())];
    }

    /// <summary>Pages answered.</summary>
    public int Pages => Volatile.Read(ref _pages);

    private int _pages;

    /// <summary>The answer to a query that lies within the rows' partitions; null for everything else.</summary>
    public HttpResponseMessage? Answer(StorageRequest request)
    {
        if (request.Method is not "GET" || !request.Target.StartsWith($"/{_table}()?", StringComparison.Ordinal))
        {
            return null;
        }

        Dictionary<string, StringValues> query = QueryHelpers.ParseQuery(request.Target[(request.Target.IndexOf('?', StringComparison.Ordinal) + 1)..]);
        MatchCollection comparisons = Comparison().Matches(query["$filter"].ToString());
        string rest = Comparison().Replace(query["$filter"].ToString(), "").Replace(" and ", "", StringComparison.Ordinal);
        (int first, int end) = (0, _keys.Length);
        foreach (Match comparison in comparisons)
        {
            (int from, int to) = RangeOf(comparison.Groups["property"].Value, comparison.Groups["operator"].Value, comparison.Groups["value"].Value, comparisons);
            (first, end) = (Math.Max(first, from), Math.Min(end, to));
        }

        bool isOurs = comparisons.Any(comparison => comparison.Groups["property"].Value is "PartitionKey") && comparisons.Where(comparison => comparison.Groups["property"].Value is "PartitionKey")
            .All(comparison => IsWithin(comparison.Groups["value"].Value));
        if (!isOurs || rest.Length > 0)
        {
            return null;
        }

        if (query.TryGetValue("NextPartitionKey", out StringValues partition))
        {
            first = Math.Max(first, Lower(partition.ToString(), query["NextRowKey"].ToString()));
        }

        int top = query.TryGetValue("$top", out StringValues asked) ? int.Parse(asked.ToString(), CultureInfo.InvariantCulture) : MaxPage;
        return Page(first, Math.Max(first, end), Math.Min(top, MaxPage), query["$select"].ToString());
    }

    private HttpResponseMessage Page(int first, int end, int top, string select)
    {
        Interlocked.Increment(ref _pages);
        string[] names = select.Length == 0 ? ["PartitionKey", "RowKey", .. _columns] : select.Split(',');
        int[] ordinals = [.. names.Select(name => Array.IndexOf(_columns, name))];
        int last = Math.Min(end, first + top);
        using var body = new MemoryStream();
        body.Write("""{"odata.metadata":"http://account/$metadata#table","value":["""u8);
        for (int row = first; row < last; row++)
        {
            body.Write(row == first ? """{"odata.etag":"W/\"datetime'2026-03-01T00%3A00%3A00.0000000Z'\"" """u8 : """,{"odata.etag":"W/\"datetime'2026-03-01T00%3A00%3A00.0000000Z'\"" """u8);
            for (int name = 0; name < names.Length; name++)
            {
                body.Write(ordinals[name] >= 0 ? _cells[row][ordinals[name]] : names[name] switch
                {
                    "PartitionKey" => Text("PartitionKey", _keys[row].Partition),
                    "RowKey" => Text("RowKey", _keys[row].Row),
                    _ => [],
                });
            }

            body.WriteByte((byte)'}');
        }

        body.Write("]}"u8);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body.ToArray()) };
        response.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json;odata=minimalmetadata;streaming=true;charset=utf-8");
        if (last < end)
        {
            response.Headers.Add("x-ms-continuation-NextPartitionKey", _keys[last].Partition);
            response.Headers.Add("x-ms-continuation-NextRowKey", _keys[last].Row);
        }

        return response;
    }

    // A RowKey counts within the one partition that the filter names beside it (the scans name no other).
    private (int From, int To) RangeOf(string property, string relation, string value, MatchCollection all)
    {
        if (property is "PartitionKey")
        {
            return relation switch
            {
                "eq" => (Lower(value, ""), Lower(value + "\0", "")),
                "ge" => (Lower(value, ""), _keys.Length),
                "le" => (0, Lower(value + "\0", "")),
                _ => throw new NotSupportedException(relation),
            };
        }

        string partition = all.Single(comparison => comparison.Groups["property"].Value is "PartitionKey" && comparison.Groups["operator"].Value is "eq").Groups["value"].Value;
        return relation switch
        {
            "ge" => (Lower(partition, value), _keys.Length),
            "gt" => (Lower(partition, value + "\0"), _keys.Length),
            "lt" => (0, Lower(partition, value)),
            _ => throw new NotSupportedException(relation),
        };
    }

    private bool IsWithin(string partition) =>
        string.CompareOrdinal(partition, _keys[0].Partition) >= 0 && string.CompareOrdinal(partition, _keys[^1].Partition) <= 0;

    // The first row not before a key.
    private int Lower(string partition, string row)
    {
        (int low, int high) = (0, _keys.Length);
        while (low < high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(_keys[middle].Partition, partition);
            if (order < 0 || (order == 0 && string.CompareOrdinal(_keys[middle].Row, row) < 0))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static byte[] Text(string name, string value) => Encoding.UTF8.GetBytes($",\"{name}\":{JsonSerializer.Serialize(value)}");

    [GeneratedRegex("(?<property>PartitionKey|RowKey) (?<operator>[a-z]{2}) '(?<value>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comparison();
}
