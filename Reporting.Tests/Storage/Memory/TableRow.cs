using System.Collections.Immutable;
using System.Globalization;

namespace Reporting.Tests.Storage.Memory;

/// <summary>A stored row; a write makes a new one.</summary>
internal sealed record TableRow(string PartitionKey, string RowKey, DateTimeOffset Timestamp, ImmutableArray<TableProperty> Properties)
{
    /// <summary>The order of a table.</summary>
    public static IComparer<TableRow> ByKey { get; } = Comparer<TableRow>.Create((one, other) =>
    {
        int order = string.CompareOrdinal(one.PartitionKey, other.PartitionKey);
        return order != 0 ? order : string.CompareOrdinal(one.RowKey, other.RowKey);
    });

    /// <summary>The service's clock as text, with all of its digits.</summary>
    public string TimestampText => Text(Timestamp);

    /// <summary>The version: the time of the write, as the service makes it.</summary>
    public string ETag => $"W/\"datetime'{Uri.EscapeDataString(TimestampText)}'\"";

    /// <summary>A time as the service writes it.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What stands at a place between rows.</summary>
    public static TableRow At(string partitionKey, string rowKey) => new(partitionKey, rowKey, default, []);

    /// <summary>A value by its name, or null when the row has none.</summary>
    public object? Value(string name) => name switch
    {
        "PartitionKey" => PartitionKey,
        "RowKey" => RowKey,
        "Timestamp" => Timestamp,
        _ => Properties.FirstOrDefault(property => string.Equals(property.Name, name, StringComparison.Ordinal))?.Value,
    };

    /// <summary>What a merge leaves: properties that were not sent stay.</summary>
    public static ImmutableArray<TableProperty> Merge(ImmutableArray<TableProperty> stored, ImmutableArray<TableProperty> sent) =>
        [.. stored.Where(old => !sent.Any(property => string.Equals(property.Name, old.Name, StringComparison.Ordinal))), .. sent];
}
