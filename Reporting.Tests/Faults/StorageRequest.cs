namespace Reporting.Tests.Faults;

/// <summary>A request to storage as the proxy saw it, with its whole body.</summary>
/// <param name="Number">Requests to the proxy count from 1.</param>
/// <param name="Service"><c>blob</c>, <c>table</c> or <c>queue</c>.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="RawTarget">Path and query as sent, the account's name first.</param>
/// <param name="Target">Path and query below the account, as sent: <c>/exports/abc/file.csv?comp=block</c>.</param>
/// <param name="Headers">The request's headers, as they came.</param>
/// <param name="Body">Its body.</param>
public sealed record StorageRequest(
    int Number, string Service, string Method, string RawTarget, string Target, IReadOnlyList<KeyValuePair<string, string?[]>> Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>The body as text.</summary>
    public string BodyText => Encoding.UTF8.GetString(Body.Span);

    /// <summary>Whether it changes anything.</summary>
    public bool IsWrite => Method is not ("GET" or "HEAD");

    /// <summary>Whether it has or had a body: Azurite wants a length of 0 where there is none to come.</summary>
    public bool HasLength => Body.Length > 0 || Headers.Any(header => string.Equals(header.Key, "Content-Length", StringComparison.OrdinalIgnoreCase));

    /// <summary>The blob written by Put Block List.</summary>
    public bool IsPutBlockList => Service is "blob" && Method is "PUT" && Target.Contains("comp=blocklist", StringComparison.Ordinal);

    /// <summary>A block staged by Put Block.</summary>
    public bool IsPutBlock => Service is "blob" && Method is "PUT" && Target.Contains("comp=block&", StringComparison.Ordinal);

    /// <summary>A row added to a table by Insert Entity, whose RowKey begins so.</summary>
    public bool IsInsert(string table, string rowKeyPrefix) =>
        Service is "table" && Method is "POST" && Target.StartsWith("/" + table, StringComparison.Ordinal)
        && BodyText.Contains($"\"RowKey\":\"{rowKeyPrefix}", StringComparison.Ordinal);

    /// <summary>A message sent to a queue, whose text (escaped) holds this.</summary>
    public bool IsMessage(string text) => Service is "queue" && Method is "POST" && BodyText.Contains(text, StringComparison.Ordinal);

    /// <summary>An Entity Group Transaction on a table (all its operations are on one).</summary>
    public bool IsTransaction(string table) =>
        Service is "table" && Method is "POST" && Target.StartsWith("/$batch", StringComparison.Ordinal) && BodyText.Contains("/" + table, StringComparison.Ordinal);
}
