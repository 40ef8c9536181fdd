using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Activity.Scanning;

/// <summary>What to read of one table, in ascending key order over all its buckets.</summary>
public sealed record ScanRequest
{
    /// <summary>The table.</summary>
    public required ActivityTable Table { get; init; }

    /// <summary>The keys; hours outside are not touched.</summary>
    public required KeyRange Keys { get; init; }

    /// <summary>The columns to select, in the order of the cells.</summary>
    public required RowSchema Schema { get; init; }

    /// <summary>A further OData clause for the service, at most 9 comparisons (15 in all, Table service limit), or null.</summary>
    public string? Filter { get; init; }

    /// <summary>Only this partition (bucket and hour), or null for every bucket and hour of <see cref="Keys"/>.</summary>
    public string? Partition { get; init; }

    /// <summary>Says when a page may be asked for; null for at once.</summary>
    public IPageGate? Gate { get; init; }

    /// <summary>Rows a page, 1 to 1,000 (Table service limit).</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Whether the next page is fetched while one is read; not for who may be content with one.</summary>
    public bool ReadsAhead { get; init; } = true;
}
