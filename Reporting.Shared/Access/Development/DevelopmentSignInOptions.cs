namespace Reporting.Access.Development;

/// <summary>Whether this host offers the development sign-in; set in code by the host, never by a settings file.</summary>
public sealed class DevelopmentSignInOptions
{
    /// <summary>The host offers it; it still takes the environment <c>Development</c>.</summary>
    public bool IsOffered { get; set; }

    /// <summary>Somebody asked for it although the storage account is not the emulator on this machine.</summary>
    public bool AllowWithRealStorage { get; set; }

    /// <summary>Folder of the signing key; <c>.reporting</c> in the user's profile unless set.</summary>
    public string KeyFolder { get; set; } =
        Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".reporting");
}
