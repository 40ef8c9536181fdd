using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Keys;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Server;

/// <summary>The rows that a query over a computed log asks for: every <c>Step</c>th from <c>First</c>, below <c>End</c>.</summary>
internal readonly partial record struct ComputedQuery(long First, long End, int Step, int Top, string Select)
{
    /// <summary>Reads PartitionKey and RowKey comparisons of the filter, $top, $select and the continuation.</summary>
    public static ComputedQuery Parse(IQueryCollection query, BenchmarkLog log)
    {
        int bucket = 0;
        (long from, long to) = (0, log.Rows);
        foreach (Match comparison in Comparison().Matches(query["$filter"].ToString()))
        {
            string value = comparison.Groups["value"].Value;
            string relation = comparison.Groups["operator"].Value;
            if (comparison.Groups["property"].Value.StartsWith('P'))
            {
                bucket = int.Parse(value.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                DateTimeOffset hour = ActivityKeys.ParseHour(value.AsSpan(3));
                from = relation is "eq" or "ge" ? Math.Max(from, log.FirstFrom(hour.UtcTicks)) : from;
                to = relation is "eq" or "le" ? Math.Min(to, log.FirstFrom(hour.AddHours(1).UtcTicks)) : to;
            }
            else
            {
                long index = log.FirstFrom(long.Parse(value.AsSpan(0, 19), CultureInfo.InvariantCulture));
                bool whole = value.Length > 19;
                from = relation is "ge" or "gt" ? Math.Max(from, whole && relation is "gt" ? index + 1 : index) : from;
                to = relation is "lt" ? Math.Min(to, index) : to;
            }
        }

        string next = query["NextRowKey"].ToString();
        if (next.Length > 0)
        {
            from = Math.Max(from, log.FirstFrom(long.Parse(next.AsSpan(0, 19), CultureInfo.InvariantCulture)));
        }

        from += ((bucket - (from % log.Buckets)) + log.Buckets) % log.Buckets;
        int top = int.TryParse(query["$top"], CultureInfo.InvariantCulture, out int asked) ? asked : 1000;
        return new ComputedQuery(from, to, log.Buckets, Math.Min(top, 1000), query["$select"].ToString());
    }

    [GeneratedRegex("(?<property>PartitionKey|RowKey) (?<operator>..) '(?<value>[^']*)'", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comparison();
}
