using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Reporting.Tests.Storage.Memory;

/// <summary>One write of one row, sent alone or in a transaction.</summary>
/// <param name="Method">POST inserts, PUT replaces, PATCH and MERGE merge, DELETE deletes.</param>
/// <param name="Table">The table.</param>
/// <param name="PartitionKey">The row's.</param>
/// <param name="RowKey">The row's.</param>
/// <param name="IfMatch">The version that must be stored, or <c>*</c> for any; null where there may be none.</param>
/// <param name="Properties">What is written, but keys and time.</param>
internal sealed record TableOperation(string Method, string Table, string PartitionKey, string RowKey, string? IfMatch, ImmutableArray<TableProperty> Properties)
{
    private const int MaxKeyBytes = 1024;

    /// <summary>Reads a write.</summary>
    /// <exception cref="NotSupportedException">It is none that is known here.</exception>
    public static TableOperation Read(string method, TableAddress address, string? ifMatch, ReadOnlyMemory<byte> body)
    {
        bool isKnown = (method, address.RowKey, ifMatch) is ("POST", null, null) or ("PUT" or "PATCH" or "MERGE", not null, _) or ("DELETE", not null, not null);
        if (!isKnown || address.Listed is not null)
        {
            throw new NotSupportedException($"{method} {address}, If-Match {ifMatch ?? "absent"}");
        }

        if (method is "DELETE")
        {
            return new TableOperation(method, address.Name, address.PartitionKey!, address.RowKey!, ifMatch, []);
        }

        using JsonDocument row = JsonDocument.Parse(body);
        string partitionKey = Key(row.RootElement, "PartitionKey", address.PartitionKey);
        string rowKey = Key(row.RootElement, "RowKey", address.RowKey);
        return new TableOperation(method, address.Name, partitionKey, rowKey, ifMatch, [.. PropertiesOf(row.RootElement)]);
    }

    // A null is not stored, and the time is the service's.
    private static IEnumerable<TableProperty> PropertiesOf(JsonElement row)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in row.EnumerateObject().Where(property => property.Name.EndsWith("@odata.type", StringComparison.Ordinal)))
        {
            types[property.Name[..property.Name.IndexOf('@', StringComparison.Ordinal)]] = property.Value.GetString()!;
        }

        foreach (JsonProperty property in row.EnumerateObject())
        {
            if (property.Name is "PartitionKey" or "RowKey" or "Timestamp" || property.Value.ValueKind is JsonValueKind.Null || property.Name.EndsWith("@odata.type", StringComparison.Ordinal))
            {
                continue;
            }

            yield return property.Name.AsSpan().ContainsAny('.', '@')
                ? throw new NotSupportedException(property.Name)
                : TableProperty.Read(property.Name, types.GetValueOrDefault(property.Name), property.Value);
        }
    }

    private static string Key(JsonElement row, string name, string? addressed)
    {
        string key = row.TryGetProperty(name, out JsonElement sent) ? sent.GetString()! : addressed ?? throw new NotSupportedException($"No {name}.");
        bool isKey = key.Length * 2 <= MaxKeyBytes && !key.Any(unit => unit is '/' or '\\' or '#' or '?' || char.IsControl(unit));
        return isKey && (addressed is null || string.Equals(key, addressed, StringComparison.Ordinal)) ? key : throw new NotSupportedException($"{name} {key}");
    }
}

/// <summary>What a request is about: a table, a row of it, the list of tables, one of these, or a batch.</summary>
/// <param name="Name">The table, or <c>Tables</c>, or <c>$batch</c>.</param>
/// <param name="PartitionKey">The row's, or null.</param>
/// <param name="RowKey">The row's, or null.</param>
/// <param name="Listed">The table of <c>Tables('...')</c>, or null.</param>
internal sealed partial record TableAddress(string Name, string? PartitionKey, string? RowKey, string? Listed)
{
    /// <summary>Reads a request's target, with or without a host, as <c>/account/table(PartitionKey='..',RowKey='..')?..</c>.</summary>
    /// <exception cref="NotSupportedException">It is nothing that is known here.</exception>
    public static TableAddress Parse(string target)
    {
        string path = target.Split('?')[0];
        if (path.StartsWith("http", StringComparison.Ordinal))
        {
            path = path[path.IndexOf('/', path.IndexOf("//", StringComparison.Ordinal) + 2)..];
        }

        Match match = Form().Match(Uri.UnescapeDataString(path));
        return match.Success
            ? new TableAddress(match.Groups["name"].Value, Text(match.Groups["partition"]), Text(match.Groups["row"]), Text(match.Groups["listed"]))
            : throw new NotSupportedException(target);
    }

    private static string? Text(Group group) => group.Success ? group.Value.Replace("''", "'", StringComparison.Ordinal) : null;

    [GeneratedRegex(@"^/[a-z0-9]+/(?<name>\$batch|[A-Za-z][A-Za-z0-9]{2,62})(\(\)|\('(?<listed>[A-Za-z0-9]+)'\)|\(PartitionKey='(?<partition>([^']|'')*)', ?RowKey='(?<row>([^']|'')*)'\))?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
