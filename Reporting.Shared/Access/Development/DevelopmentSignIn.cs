using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reporting.Storage;

namespace Reporting.Access.Development;

/// <summary>
/// Decides once whether the development sign-in is active: only where the host offers it, only in the environment
/// <c>Development</c>, and only against storage on this machine unless that was asked for. Its tokens are taken over connections within
/// this machine only (<see cref="LocalConnection"/>).
/// </summary>
public sealed class DevelopmentSignIn(IOptions<DevelopmentSignInOptions> options, IHostEnvironment environment, ReportingStorage storage)
{
    /// <summary>Whether tokens of the development issuer are accepted.</summary>
    public bool IsActive { get; } =
        options.Value.IsOffered && environment.IsDevelopment() && (storage.Tables.Uri.IsLoopback || options.Value.AllowWithRealStorage);
}
