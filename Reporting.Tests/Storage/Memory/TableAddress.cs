using System.Text.RegularExpressions;

namespace Reporting.Tests.Storage.Memory;

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
