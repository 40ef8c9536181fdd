using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Reporting.Access;

/// <summary>Whose tokens are accepted and what makes an administrator. Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access";

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

    /// <summary>Accepted <c>typ</c> headers (RFC 9068 section 2.1), with or without <c>application/</c>, in any case; empty for <c>at+jwt</c> and <c>JWT</c>.</summary>
    public IList<string> TokenTypes { get; } = [];

    /// <summary>Accepted signature algorithms (RFC 7518 section 3.1), asymmetric ones only; empty for RS, PS and ES with 256, 384 and 512.</summary>
    public IList<string> Algorithms { get; } = [];

    /// <summary>Seconds by which clocks may differ (<c>exp</c>, <c>nbf</c>).</summary>
    [Range(0, 60)]
    public int ClockSkewSeconds { get; set; } = 30;
}

/// <summary>Refuses settings that would let no caller, or every caller, sign in.</summary>
internal sealed class AccessOptionsValidator(DevelopmentSignIn developmentSignIn) : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var failures = new List<string>();
        if (options.Authority.Length == 0)
        {
            if (!developmentSignIn.IsActive)
            {
                failures.Add("Access:Authority is not set: give the address of the OpenID Connect issuer whose tokens are accepted.");
            }
        }
        else
        {
            if (!Uri.TryCreate(options.Authority, UriKind.Absolute, out Uri? authority) || !(authority.Scheme == Uri.UriSchemeHttps || authority.IsLoopback))
            {
                failures.Add($"Access:Authority '{options.Authority}' must be an absolute https address (http on this machine only).");
            }

            if (options.Audience.Length == 0)
            {
                failures.Add("Access:Audience is not set: give the 'aud' that tokens for this service have.");
            }
        }

        failures.AddRange(options.Algorithms.Except(AccessDefaults.Algorithms, StringComparer.Ordinal)
            .Select(algorithm => $"Access:Algorithms has '{algorithm}'; it takes {string.Join(", ", AccessDefaults.Algorithms)}."));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

/// <summary>What holds when the settings do not say otherwise.</summary>
internal static class AccessDefaults
{
    /// <summary>Signature algorithms whose verification key is public (RFC 7518 section 3.1): a shared-secret algorithm would let the public key sign.</summary>
    public static ImmutableArray<string> Algorithms { get; } = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    /// <summary>Access token types: RFC 9068 section 2.1, and what most issuers write.</summary>
    public static ImmutableArray<string> TokenTypes { get; } = ["at+jwt", "JWT"];
}
