namespace Reporting.Formats.Text;

/// <summary>What a source address is.</summary>
internal enum AddressKind
{
    /// <summary>Not an IP address.</summary>
    Other,

    /// <summary>IPv4, or IPv6 that maps an IPv4 address.</summary>
    IPv4,

    /// <summary>Any other IPv6.</summary>
    IPv6,
}
