namespace Reporting.Access.Tokens;

/// <summary>The issuer's keys have never been read and cannot be read now.</summary>
internal sealed class AuthorityUnreachableException() : Exception("The sign-in authority's keys cannot be read.");
