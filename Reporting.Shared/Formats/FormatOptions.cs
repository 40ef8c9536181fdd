using System.Reflection;
using Microsoft.Extensions.Options;

namespace Reporting.Formats;

/// <summary>The options of a file besides its columns, and the facts about the product that its encoders write.</summary>
public sealed record FormatOptions
{
    /// <summary>CSV: begin with a UTF-8 byte order mark.</summary>
    public bool Bom { get; init; }

    /// <summary>CSV: put <c>'</c> before text that a spreadsheet would run as a formula.</summary>
    public bool SpreadsheetSafe { get; init; }

    /// <summary>CEF: the device vendor; never changes between releases.</summary>
    public string Vendor { get; init; } = "Moderne";

    /// <summary>CEF and OCSF: the product's version.</summary>
    public string ProductVersion { get; init; } = "";

    /// <summary>CEF <c>deviceExternalId</c>: the tenant, at most 255 characters; empty for none.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>CEF <c>dvchost</c>: the host name, at most 100 characters; empty for none.</summary>
    public string DeviceHost { get; init; } = "";
}

/// <summary>Makes an export's <see cref="FormatOptions"/> from its request and this installation's settings.</summary>
public sealed class FormatOptionsFactory(IOptions<CefOptions> settings)
{
    /// <summary>The version of this build, as CEF and OCSF files name it.</summary>
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
        string version = typeof(FormatOptionsFactory).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        int plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..plus];
    }
}
