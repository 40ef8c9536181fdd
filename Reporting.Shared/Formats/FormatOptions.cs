namespace Reporting.Formats;

/// <summary>What can be chosen about a file beside its columns, and what its encoders must know of the product.</summary>
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
