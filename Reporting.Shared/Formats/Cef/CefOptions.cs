using System.ComponentModel.DataAnnotations;

namespace Reporting.Formats.Cef;

/// <summary>Section <c>Cef</c>: how this installation names itself to a SIEM, in CEF and OCSF.</summary>
public sealed class CefOptions
{
    /// <summary>The device vendor, 1 to 63 characters. SIEM rules match on it: it never changes between releases.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Cef:Vendor must not be empty.")]
    [StringLength(63, ErrorMessage = "Cef:Vendor has more than 63 characters.")]
    public string Vendor { get; set; } = "Moderne";

    /// <summary>The tenant (<c>deviceExternalId</c>), at most 255 characters; empty for none.</summary>
    [StringLength(255, ErrorMessage = "Cef:Tenant has more than 255 characters.")]
    public string Tenant { get; set; } = "";

    /// <summary>The host name (<c>dvchost</c>), at most 100 characters; empty for none.</summary>
    [StringLength(100, ErrorMessage = "Cef:DeviceHost has more than 100 characters.")]
    public string DeviceHost { get; set; } = "";
}
