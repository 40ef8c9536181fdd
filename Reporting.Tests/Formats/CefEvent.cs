namespace Reporting.Tests.Formats;

/// <summary>A decoded CEF event: the header's fields, and the extension's keys and values in their order.</summary>
internal sealed record CefEvent(
    string Vendor,
    string Product,
    string DeviceVersion,
    string ClassId,
    string Name,
    int Severity,
    IReadOnlyList<KeyValuePair<string, string>> Extension)
{
    /// <summary>The value of a key, or null.</summary>
    public string? this[string key] => Extension.Where(pair => pair.Key == key).Select(pair => pair.Value).SingleOrDefault();

    public IEnumerable<string> Keys => Extension.Select(pair => pair.Key);
}
