using Azure.Data.Tables;
using Reporting.Tests.Storage.Memory;

namespace Reporting.Tests.Storage.Comparison;

/// <summary>Rows, writes and queries at random, over so few keys that they meet. Each property has one type, as in the tables of the service.</summary>
internal sealed class RandomRows(Random random)
{
    // What quoting, encoding and ordering could get wrong.
    private static readonly string[] s_partitions = ["p", "p'1", "pü", "P", ""];
    private static readonly string[] s_rows = ["a", "a b", "a'", "aé", "a+%", "b", "B", "~", "a0", "a1", "a2", "a3"];
    private static readonly string[] s_texts = ["", "one", "two'", "<ü>\n\"&+", "ONE"];
    private static readonly DateTimeOffset s_time = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public string Partition() => Of(s_partitions);

    public string Row() => Of(s_rows);

    public TableTransactionActionType Type() => Of(Enum.GetValues<TableTransactionActionType>());

    /// <summary>Keys of one partition, none twice.</summary>
    public string[] Rows(int count)
    {
        string[] rows = [.. s_rows];
        random.Shuffle(rows);
        return rows[..count];
    }

    public TableEntity Entity(string partition, string row)
    {
        var entity = new TableEntity(partition, row);
        foreach (string name in (string[])["text", "number", "large", "flag", "time", "id", "bytes", "double", "none"])
        {
            if (random.Next(2) == 0)
            {
                entity[name] = Value(name);
            }
        }

        return entity;
    }

    /// <summary>Names of columns, also of one that no row has; or null for all.</summary>
    public string[]? Select() => random.Next(3) > 0 ? null : [.. ((string[])["PartitionKey", "RowKey", "Timestamp", "text", "large", "time", "absent"]).Where(_ => random.Next(2) == 0).DefaultIfEmpty("text")];

    /// <summary>A filter of some comparisons, or null.</summary>
    public string? Filter() => random.Next(6) == 0 ? null : Filter(depth: 2);

    private string Filter(int depth) => (depth == 0 ? 0 : random.Next(5)) switch
    {
        0 => Comparison(),
        1 => $"not ({Filter(depth - 1)})",
        2 => $"({Filter(depth - 1)}) or {Filter(depth - 1)}",
        3 => $"PartitionKey eq {Literal(Partition())} and RowKey {Of(["ge", "gt"])} {Literal(Row())} and RowKey {Of(["lt", "le"])} {Literal(Row())}",
        _ => $"{Comparison()} and ({Filter(depth - 1)})",
    };

    private string Comparison()
    {
        string name = Of(["PartitionKey", "RowKey", "Timestamp", "text", "number", "large", "flag", "time", "absent"]);
        string relation = name is "flag" ? Of(["eq", "ne"]) : Of(["eq", "ne", "gt", "ge", "lt", "le"]);
        return name switch
        {
            "PartitionKey" => $"{name} {relation} {Literal(Partition())}",
            "RowKey" => $"{name} {relation} {Literal(Row())}",
            "Timestamp" => $"{name} {relation} {Literal(s_time.AddYears(random.Next(2) == 0 ? -50 : 50))}",
            "absent" => $"{name} {relation} {Literal("one")}",
            _ => $"{name} {relation} {Literal(Value(name)!)}",
        };
    }

    private object? Value(string name) => name switch
    {
        "text" => Of(s_texts),
        "number" => random.Next(-2, 3),
        "large" => random.Next(-2, 3) * 10_000_000_000,
        "flag" => random.Next(2) == 0,
        "time" => s_time.AddMilliseconds(random.Next(5)),
        "id" => new Guid(random.Next(3), 0, 0, [0, 0, 0, 0, 0, 0, 0, 1]),
        "bytes" => new byte[] { (byte)random.Next(256), 1 },
        "double" => random.Next(-2, 3) / 2.0,
        _ => null,
    };

    private static string Literal(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        bool flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture) + "L",
        DateTimeOffset time => $"datetime'{TableRow.Text(time)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private T Of<T>(T[] values) => values[random.Next(values.Length)];
}
