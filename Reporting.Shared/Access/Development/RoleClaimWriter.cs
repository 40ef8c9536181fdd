namespace Reporting.Access.Development;

/// <summary>Writes roles where <c>Access:RolesClaim</c> will look for them.</summary>
internal static class RoleClaimWriter
{
    /// <summary>The claims of a token: under the claim's whole name, which is where a reader looks first.</summary>
    public static IDictionary<string, object> Claims(string name, string rolesClaim, IReadOnlyList<string> roles) =>
        new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = name, ["email"] = name, [rolesClaim] = roles };
}
