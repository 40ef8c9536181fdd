using System.ComponentModel.DataAnnotations;

namespace Reporting.Access;

/// <summary>Whose tokens are accepted and what makes an administrator. Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>Address of the OpenID Connect issuer; its discovery document is read from <c>/.well-known/openid-configuration</c> below it. Empty when only the development sign-in is used.</summary>
    public string Authority { get; set; } = "";

    /// <summary>The <c>aud</c> that a token must have.</summary>
    public string Audience { get; set; } = "";

    /// <summary>The <c>iss</c> that a token must have; empty for the one that the discovery document names.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The claim that holds the caller's roles, a string or an array of strings; a path such as <c>realm_access.roles</c> reaches into objects.</summary>
    [Required]
    public string RolesClaim { get; set; } = "roles";

    /// <summary>The role of administrators.</summary>
    [Required]
    public string AdminRole { get; set; } = "admin";

    /// <summary>The role that may write activity.</summary>
    [Required]
    public string ActivityWriterRole { get; set; } = "activity.write";

    /// <summary>Accepted <c>typ</c> headers (RFC 9068 section 2.1); empty for both of <c>at+jwt</c> and <c>JWT</c>.</summary>
    public IList<string> TokenTypes { get; } = [];

    /// <summary>Accepted signature algorithms (RFC 7518 section 3.1), asymmetric ones only; empty for RS, PS and ES with 256, 384 and 512.</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>Allowed difference of clocks for <c>exp</c> and <c>nbf</c>, seconds, 0 to 60.</summary>
    [Range(0, 60)]
    public int ClockSkewSeconds { get; set; } = 30;
}
