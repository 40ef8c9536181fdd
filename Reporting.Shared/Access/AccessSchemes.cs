namespace Reporting.Access;

/// <summary>Names of the authentication schemes. One for each issuer, so that no issuer's key can sign in another's name.</summary>
internal static class AccessSchemes
{
    /// <summary>Tokens of the configured authority.</summary>
    public const string Authority = "Reporting.Authority";

    /// <summary>Tokens of the development issuer.</summary>
    public const string Development = "Reporting.Development";
}
