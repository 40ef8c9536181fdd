namespace Reporting.Local.AdminPages;

/// <summary>How the admin pages sign in where the development sign-in is not used. Section <c>AdminPages</c>.</summary>
internal sealed class AdminPagesOptions
{
    /// <summary>The pages' client id at <c>Access:Authority</c>.</summary>
    public string ClientId { get; set; } = "reporting-admin";

    /// <summary>The scopes asked for, separated by spaces; the token must come out with the audience <c>Access:Audience</c>.</summary>
    public string Scope { get; set; } = "openid profile email";
}
