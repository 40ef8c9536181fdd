using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Reporting.Tests.Storage.Memory;

/// <summary>What a query asks for.</summary>
/// <param name="Filter">Which rows.</param>
/// <param name="Select">Which of their properties; null for all.</param>
/// <param name="Top">How many on a page.</param>
/// <param name="From">The key that the page begins with; null for the first page.</param>
/// <param name="FromTable">The same for a list of tables.</param>
internal sealed record TableQuery(TableFilter Filter, IReadOnlyList<string>? Select, int Top, TableRow? From, string? FromTable)
{
    private const int MaxPage = 1000;

    /// <summary>What may stand in a query.</summary>
    public static string[] Options { get; } = ["$format", "$filter", "$select", "$top", "NextPartitionKey", "NextRowKey", "NextTableName"];

    /// <summary>Reads a query string.</summary>
    /// <exception cref="NotSupportedException">It has something in it that is not known here.</exception>
    public static TableQuery Read(IQueryCollection query)
    {
        string? filter = query["$filter"];
        string? select = query["$select"];
        int top = query.TryGetValue("$top", out StringValues asked) ? int.Parse(asked.ToString(), NumberStyles.None, CultureInfo.InvariantCulture) : MaxPage;
        bool isKnown = top is >= 1 and <= MaxPage && (select is null || select.All(unit => char.IsAsciiLetterOrDigit(unit) || unit is '_' or ','));
        return isKnown
            ? new TableQuery(
                filter is null ? TableFilter.Everything : TableFilterParser.Parse(filter), select?.Split(','), top,
                query.TryGetValue("NextPartitionKey", out StringValues partition) ? TableRow.At(FromToken(partition), FromToken(query["NextRowKey"])) : null,
                query.TryGetValue("NextTableName", out StringValues table) ? FromToken(table) : null)
            : throw new NotSupportedException(string.Join('&', query.Select(pair => $"{pair.Key}={pair.Value}")));
    }

    /// <summary>A key as it stands in a continuation: in letters that any header takes.</summary>
    public static string ToToken(string key)
    {
        string text = Convert.ToBase64String(Encoding.UTF8.GetBytes(key));
        return string.Create(CultureInfo.InvariantCulture, $"1!{text.Length}!{text}");
    }

    private static string FromToken(StringValues token) => Encoding.UTF8.GetString(Convert.FromBase64String(token.ToString().Split('!')[2]));
}
