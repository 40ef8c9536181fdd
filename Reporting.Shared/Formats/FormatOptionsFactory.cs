using System.Reflection;
using Microsoft.Extensions.Options;
using Reporting.Formats.Cef;

namespace Reporting.Formats;

/// <summary>Makes an export's <see cref="FormatOptions"/> from what was asked and how this installation is set up.</summary>
public sealed class FormatOptionsFactory(IOptions<CefOptions> settings)
{
    /// <summary>The version of this build, as it stands in CEF and OCSF.</summary>
    public static string ProductVersion { get; } = ReadVersion();

    /// <summary>Options for one export.</summary>
    /// <param name="bom">CSV: begin with a byte order mark.</param>
    /// <param name="spreadsheetSafe">CSV: neutralise text that a spreadsheet would run as a formula.</param>
    public FormatOptions Create(bool bom, bool spreadsheetSafe) => new()
    {
        Bom = bom,
        SpreadsheetSafe = spreadsheetSafe,
        Vendor = settings.Value.Vendor,
        ProductVersion = ProductVersion,
        Tenant = settings.Value.Tenant,
        DeviceHost = settings.Value.DeviceHost,
    };

    /// <summary>Without the commit that a build may add behind a plus sign (Semantic Versioning section 10).</summary>
    private static string ReadVersion()
    {
        string version = typeof(FormatOptionsFactory).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
