using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Reporting.Storage;

namespace Reporting.Access;

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

    /// <summary>
    /// Whether this request may sign in here: it comes over a connection within this machine, and to one of this machine's own names. A page of
    /// another site whose name leads here comes over such a connection, too.
    /// </summary>
    public bool IsOfferedTo(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return IsActive && LocalConnection.Carries(context) && LocalConnection.IsLocalName(context.Request.Host.Host);
    }
}

/// <summary>Whether this host offers the development sign-in; set in code by the host, never by a settings file.</summary>
public sealed class DevelopmentSignInOptions
{
    /// <summary>The host offers it; it still takes the environment <c>Development</c>.</summary>
    public bool IsOffered { get; set; }

    /// <summary>The command line allows it although the storage account is not the emulator on this machine.</summary>
    public bool AllowWithRealStorage { get; set; }

    /// <summary>Folder of the signing key; <c>.reporting</c> in the user's profile unless set.</summary>
    public string KeyFolder { get; set; } =
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".reporting");
}
