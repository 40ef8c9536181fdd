using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Reporting.Storage;

/// <summary>
/// Where the account is and how to sign in to it: a connection string, or service addresses with an identity. Read from settings as
/// Azure Functions reads an identity-based connection, so that one setting serves the host and the core.
/// </summary>
public sealed record StorageConnection
{
    /// <summary>The setting's name.</summary>
    public const string SettingName = "ReportingStorage";

    /// <summary>Connection string with an account key or SAS; null when an identity is used.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Address of the table service, e.g. <c>https://account.table.core.windows.net</c>.</summary>
    public Uri? TableServiceUri { get; init; }

    /// <summary>Address of the blob service, e.g. <c>https://account.blob.core.windows.net</c>.</summary>
    public Uri? BlobServiceUri { get; init; }

    /// <summary>Address of the queue service, for a task hub: set, or like the blob service's. Null with a connection string.</summary>
    public Uri? QueueServiceUri { get; init; }

    /// <summary>Who signs in at the addresses.</summary>
    public TokenCredential? Credential { get; init; }

    /// <summary>How long one try of a request may take before it is given up and made again; null for 20 s (tables) and 100 s (blobs, whose requests carry megabytes).</summary>
    public TimeSpan? TryTimeout { get; init; }

    /// <summary>
    /// Reads <c>ReportingStorage</c> (a connection string), or <c>ReportingStorage:accountName</c>, or
    /// <c>ReportingStorage:tableServiceUri</c> with <c>ReportingStorage:blobServiceUri</c>; with addresses,
    /// <c>ReportingStorage:credential</c> = <c>managedidentity</c> and <c>ReportingStorage:clientId</c> choose the identity. With any of them,
    /// <c>ReportingStorage:trySeconds</c> sets <see cref="TryTimeout"/>. Null when no account is named.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="name">The connection's name, if it is another.</param>
    /// <exception cref="InvalidOperationException">Only one of the two addresses is set, or one is no absolute address; or the seconds are not 1 to 600.</exception>
    public static StorageConnection? Read(IConfiguration configuration, string name = SettingName)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        IConfigurationSection section = configuration.GetSection(name);
        if (!string.IsNullOrWhiteSpace(section.Value))
        {
            return new StorageConnection { ConnectionString = section.Value, TryTimeout = Seconds(section) };
        }

        string? account = section["accountName"];
        string? table = section["tableServiceUri"] ?? (account is null ? null : $"https://{account}.table.core.windows.net");
        string? blob = section["blobServiceUri"] ?? (account is null ? null : $"https://{account}.blob.core.windows.net");
        if (table is null && blob is null)
        {
            return null;
        }

        return new StorageConnection
        {
            TableServiceUri = Address(section, table, "tableServiceUri"),
            BlobServiceUri = Address(section, blob, "blobServiceUri"),
            QueueServiceUri = Address(section, section["queueServiceUri"] ?? blob!.Replace(".blob.", ".queue.", StringComparison.OrdinalIgnoreCase), "queueServiceUri"),
            Credential = Identity(section["credential"], section["clientId"]),
            TryTimeout = Seconds(section),
        };
    }

    /// <summary>As <see cref="Read"/>, for a host that has no other account to fall back on.</summary>
    /// <exception cref="InvalidOperationException">No account is set, or half of one; the message says what to set.</exception>
    public static StorageConnection Require(IConfiguration configuration) => Read(configuration) ?? throw new InvalidOperationException(
        $"Set {SettingName} to a connection string, or {SettingName}__tableServiceUri and {SettingName}__blobServiceUri to the account's addresses.");

    /// <summary>Without the connection string, which holds the account's key.</summary>
    public override string ToString() => TableServiceUri?.ToString() ?? "An account by its connection string.";

    private static TimeSpan? Seconds(IConfigurationSection section) => section["trySeconds"] is not { } value
        ? null
        : int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 1 and <= 600
            ? TimeSpan.FromSeconds(seconds)
            : throw new InvalidOperationException($"Set {section.Key}:trySeconds to a number of seconds from 1 to 600.");

    private static Uri Address(IConfigurationSection section, string? value, string name) =>
        Uri.TryCreate(value, UriKind.Absolute, out Uri? address)
            ? address
            : throw new InvalidOperationException($"Set {section.Key}:{name} to the absolute address of the service (both tableServiceUri and blobServiceUri are needed), or {section.Key}:accountName, or {section.Key} to a connection string.");

    private static TokenCredential Identity(string? kind, string? clientId) =>
        string.Equals(kind, "managedidentity", StringComparison.OrdinalIgnoreCase)
            ? new ManagedIdentityCredential(
                clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId))
            : new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = clientId });
}
