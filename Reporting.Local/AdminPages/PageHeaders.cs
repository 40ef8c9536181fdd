using System.Text.Json;

namespace Reporting.Local.AdminPages;

/// <summary>
/// The security headers of the pages: those of <c>web/staticwebapp.config.json</c>, so that a page that works here works there, too.
/// </summary>
internal sealed class PageHeaders
{
    private const string Policy = "Content-Security-Policy";
    private readonly KeyValuePair<string, string>[] _headers;

    /// <param name="folder">The folder <c>web</c>.</param>
    /// <param name="callable">Origins that the pages call beside their own, separated by spaces.</param>
    public PageHeaders(string folder, string callable)
    {
        using JsonDocument settings = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "staticwebapp.config.json")));
        _headers = [.. settings.RootElement.GetProperty("globalHeaders").EnumerateObject().Select(header => KeyValuePair.Create(header.Name, header.Value.GetString()!))];
        int policy = Array.FindIndex(_headers, header => string.Equals(header.Key, Policy, StringComparison.OrdinalIgnoreCase));
        _headers[policy] = KeyValuePair.Create(Policy, _headers[policy].Value.Replace("connect-src 'self'", $"connect-src 'self' {callable}".TrimEnd(), StringComparison.Ordinal));
    }

    /// <summary>Writes them on an answer.</summary>
    public void WriteTo(HttpResponse response)
    {
        foreach ((string name, string value) in _headers)
        {
            response.Headers[name] = value;
        }
    }
}
