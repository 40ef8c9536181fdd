using Azure.Core;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Configuration;
using Reporting.Storage;

namespace Reporting.Functions.Hosting;

/// <summary>The account of activity, jobs and files, as the settings name it.</summary>
internal static class HostStorage
{
    private const string Setting = "ReportingStorage";

    /// <summary>
    /// <c>ReportingStorage</c> is a connection string (Azurite); or <c>ReportingStorage__tableServiceUri</c> and <c>ReportingStorage__blobServiceUri</c>
    /// name an account that the credential may use.
    /// </summary>
    /// <exception cref="InvalidOperationException">Neither is set; the message says what to set.</exception>
    public static ReportingStorage Open(IConfiguration configuration, TokenCredential credential)
    {
        if (configuration[Setting] is { Length: > 0 } connection)
        {
            return new ReportingStorage(new TableServiceClient(connection), new BlobServiceClient(connection));
        }

        Uri tables = AddressOf(configuration, "tableServiceUri");
        Uri blobs = AddressOf(configuration, "blobServiceUri");
        return new ReportingStorage(new TableServiceClient(tables, credential), new BlobServiceClient(blobs, credential));
    }

    private static Uri AddressOf(IConfiguration configuration, string service) =>
        Uri.TryCreate(configuration[$"{Setting}:{service}"], UriKind.Absolute, out Uri? address)
            ? address
            : throw new InvalidOperationException(
                $"Set {Setting} to a connection string, or {Setting}__tableServiceUri and {Setting}__blobServiceUri to the account's addresses.");
}
