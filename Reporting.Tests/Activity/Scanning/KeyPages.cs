using Reporting.Rows;

namespace Reporting.Tests.Activity.Scanning;

/// <summary>Pages and readers for tests that look at keys only.</summary>
internal static class KeyPages
{
    /// <summary>No columns: rows have a key only.</summary>
    public static RowSchema Schema { get; } = new([]);

    /// <summary>A page of rows with these keys.</summary>
    public static byte[] Page(params IEnumerable<string> keys) =>
        Encoding.UTF8.GetBytes("{\"value\":[" + string.Join(',', keys.Select(key => $"{{\"RowKey\":\"{key}\"}}")) + "]}");

    /// <summary>Reads to the end.</summary>
    public static async Task<List<string>> ReadAsync(IRowReader reader, CancellationToken cancellationToken)
    {
        var keys = new List<string>();
        do
        {
            while (reader.TryRead())
            {
                keys.Add(Encoding.UTF8.GetString(reader.CurrentKey));
            }
        }
        while (await reader.LoadAsync(cancellationToken));
        Assert.False(reader.TryRead());
        Assert.False(await reader.LoadAsync(cancellationToken));
        return keys;
    }
}
