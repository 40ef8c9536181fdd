namespace Reporting.Local.Hosting;

/// <summary>What the command line says about the host; everything else is configuration (docs/configuration.md).</summary>
internal sealed record LocalSettings
{
    /// <summary>Addresses to listen on, separated by <c>;</c>; null for the setting <c>Urls</c>, else <c>Port</c>, else port 7071.</summary>
    public string? Urls { get; init; }

    /// <summary>Folder of Azurite's data; null for <see cref="LocalFolders.Data"/>.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Accept development tokens although <c>ReportingStorage</c> is set.</summary>
    public bool AllowDevelopmentSignIn { get; init; }

    /// <summary>Run schedules and retention although <c>ReportingStorage</c> is set: its owner may already run them, or want to keep everything.</summary>
    public bool RunSchedules { get; init; }

    /// <summary>Start an Azurite even when <c>ReportingStorage</c> is set.</summary>
    public bool AlwaysUseAzurite { get; init; }

    /// <summary>Serve the admin pages, and install what they need.</summary>
    public bool ServeAdminPages { get; init; } = true;

    /// <summary>Folder of the keys made on this machine (development tokens, manifests); null for the user's own.</summary>
    public string? KeyFolder { get; init; }

    /// <summary>Further settings, which go before those of the environment.</summary>
    public IReadOnlyDictionary<string, string?> Overrides { get; init; } = new Dictionary<string, string?>(StringComparer.Ordinal);
}
