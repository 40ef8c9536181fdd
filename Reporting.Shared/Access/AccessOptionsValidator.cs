using Microsoft.Extensions.Options;
using Reporting.Access.Development;

namespace Reporting.Access;

/// <summary>Refuses settings with which nobody, or anybody, could sign in.</summary>
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
