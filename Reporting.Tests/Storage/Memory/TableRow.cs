using System.Collections.Immutable;
using System.Text.Encodings.Web;

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

/// <summary>A row's value: to compare, and as it stands in an answer, so that a page costs no more than copying.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Value">The value, in the type that it was written as.</param>
/// <param name="Annotation">The EDM type where an answer names it: where JSON alone does not tell.</param>
/// <param name="Json">The value in JSON.</param>
internal sealed record TableProperty(string Name, object Value, string? Annotation, byte[] Json)
{
    private const int MaxText = 32 * 1024;
    private const int MaxBinary = 64 * 1024;

    // The service escapes what JSON demands, and no more.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a value as it was sent.</summary>
    /// <exception cref="NotSupportedException">It has a type, or a form of it, that is not known here.</exception>
    public static TableProperty Read(string name, string? type, JsonElement value) => (type, value.ValueKind) switch
    {
        (null or "Edm.String", JsonValueKind.String) => Text(name, value.GetString()!),
        (null or "Edm.Boolean", JsonValueKind.True or JsonValueKind.False) => new(name, value.GetBoolean(), null, Raw(value)),
        (null or "Edm.Int32", JsonValueKind.Number) when value.TryGetInt32(out int number) => new(name, number, null, Raw(value)),
        ("Edm.Double", JsonValueKind.Number) => Double(name, value.GetDouble()),
        ("Edm.Int64", JsonValueKind.String) => new(name, long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), type, Raw(value)),
        ("Edm.Guid", JsonValueKind.String) => new(name, value.GetGuid(), type, Raw(value)),
        ("Edm.DateTime", JsonValueKind.String) => new(name, value.GetDateTimeOffset(), type, Raw(value)),
        ("Edm.Binary", JsonValueKind.String) => Binary(name, value),
        _ => throw new NotSupportedException($"{name}: {value.ValueKind} as {type ?? "what JSON tells"}"),
    };

    private static TableProperty Text(string name, string text) =>
        text.Length > MaxText ? throw TableServiceException.ValueTooLarge() : new(name, text, null, JsonSerializer.SerializeToUtf8Bytes(text, s_plain));

    // A point tells a double from an Int32.
    private static TableProperty Double(string name, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return new(name, number, null, [.. (text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0").Select(digit => (byte)digit)]);
    }

    private static TableProperty Binary(string name, JsonElement value)
    {
        byte[] bytes = value.GetBytesFromBase64();
        return bytes.Length > MaxBinary ? throw TableServiceException.ValueTooLarge() : new(name, bytes, "Edm.Binary", Raw(value));
    }

    private static byte[] Raw(JsonElement value) => JsonSerializer.SerializeToUtf8Bytes(value, s_plain);
}
