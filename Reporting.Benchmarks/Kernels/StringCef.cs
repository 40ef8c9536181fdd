using Azure.Data.Tables;

namespace Reporting.Benchmarks.Kernels;

/// <summary>CEF the usual way: strings, replaced and put together. For comparison only; it follows the standard less closely than ours.</summary>
internal static class StringCef
{
    public static string Line(TableEntity row)
    {
        var line = new StringBuilder("CEF:0|Moderne|Reporting|1.0|");
        line.Append(Header($"{row.GetString("target")}:{row.GetString("action")}")).Append('|').Append(Header(row.GetString("action").Replace('.', ' '))).Append("|3|");
        Add("rt", DateTimeOffset.Parse(row.GetString("timestamp"), CultureInfo.InvariantCulture).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        Add("externalId", row.GetString("id"));
        Add("suser", row.GetString("userId"));
        Add("act", row.GetString("action"));
        Add("cat", row.GetString("target"));
        Add("outcome", row.GetString("outcome").ToLowerInvariant());
        Add("src", row.GetString("sourceAddress"));
        Add("requestClientApplication", row.GetString("userAgent"));
        Add("cs1Label", "actionType");
        Add("cs1", row.GetString("actionType"));
        Add("msg", row.GetString("description"));
        return line.Append('\n').ToString();

        void Add(string key, string value) => line.Append(key).Append('=').Append(value
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("=", "\\=", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal)).Append(' ');
    }

    private static string Header(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal);
}
