using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Storage.Paging;

namespace Reporting.Storage;

/// <summary>The account that holds activity, jobs and files: one table and one blob client, made once.</summary>
/// <param name="Tables">Client of the table service.</param>
/// <param name="Blobs">Client of the blob service.</param>
public sealed record ReportingStorage(TableServiceClient Tables, BlobServiceClient Blobs);

/// <summary>Makes the account's clients: one pool of connections, retries that give a busy service room, and the core's own policies.</summary>
public static class ReportingStorageFactory
{
    /// <summary>Clients of the account that a connection string names.</summary>
    public static ReportingStorage Create(string connectionString, params IEnumerable<TablePipelinePolicy> tablePolicies) =>
        Create(new StorageConnection { ConnectionString = connectionString }, tablePolicies);

    /// <summary>Clients of the account.</summary>
    /// <param name="connection">Where the account is and how to sign in.</param>
    /// <param name="tablePolicies">Further policies for the table client's pipeline.</param>
    /// <exception cref="ArgumentException"><paramref name="connection"/> names no account.</exception>
    public static ReportingStorage Create(StorageConnection connection, params IEnumerable<TablePipelinePolicy> tablePolicies)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(tablePolicies);
        HttpPipelineTransport transport = CreateTransport(connection);
        var tableOptions = new TableClientOptions { Transport = transport };
        Retry(tableOptions, connection.TryTimeout ?? TimeSpan.FromSeconds(20));
        foreach (TablePipelinePolicy policy in tablePolicies)
        {
            tableOptions.AddPolicy(policy.Policy, policy.Position);
        }

        tableOptions.AddPageCapture();

        var blobOptions = new BlobClientOptions { Transport = transport };
        Retry(blobOptions, connection.TryTimeout ?? TimeSpan.FromSeconds(100));
        if (connection.ConnectionString is { } text)
        {
            return new ReportingStorage(new TableServiceClient(text, tableOptions), new BlobServiceClient(text, blobOptions));
        }

        if (connection is not { TableServiceUri: { } tables, BlobServiceUri: { } blobs, Credential: { } credential })
        {
            throw new ArgumentException(
                "The connection needs a connection string, or both service addresses and a credential.", nameof(connection));
        }

        return new ReportingStorage(
            new TableServiceClient(tables, credential, tableOptions), new BlobServiceClient(blobs, credential, blobOptions));
    }

    /// <summary>Gives the options of any client of the account the same connections and retries.</summary>
    public static void Configure(ClientOptions options, StorageConnection connection, TimeSpan tryTimeout)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(connection);
        options.Transport = CreateTransport(connection);
        Retry(options, connection.TryTimeout ?? tryTimeout);
    }

    private static void Retry(ClientOptions options, TimeSpan tryTimeout)
    {
        // Azure.Core waits for Retry-After where the service sends one, however long; these are the waits where it does not.
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = 5;
        options.Retry.Delay = TimeSpan.FromMilliseconds(400);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(15);
        options.Retry.NetworkTimeout = tryTimeout;

        // Query strings hold keys of rows and, with a SAS, the signature.
        options.Diagnostics.IsLoggingContentEnabled = false;
    }

    private static HttpClientTransport CreateTransport(StorageConnection connection)
    {
        // A connection must not be taken from the pool when the server is about to close it: a write sent into the closing is a lost
        // response. Node.js (Azurite) closes idle connections after 5 s unless told otherwise, Azure's front ends after minutes.
        bool emulated = connection.ConnectionString is { } text
            && (text.Contains("http://", StringComparison.OrdinalIgnoreCase) || text.Contains("UseDevelopmentStorage", StringComparison.OrdinalIgnoreCase));
        var handler = new SocketsHttpHandler
        {
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(emulated ? 4 : 60),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = 128,
            AutomaticDecompression = DecompressionMethods.None,
            AllowAutoRedirect = false,
            UseCookies = false,
        };
        return new HttpClientTransport(new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan });
    }
}

/// <summary>A policy to put into the table client's pipeline, and where.</summary>
/// <param name="Policy">The policy; shared by all requests, so it holds no state of one.</param>
/// <param name="Position">Once a call, once a try, or right before the transport.</param>
public sealed record TablePipelinePolicy(HttpPipelinePolicy Policy, HttpPipelinePosition Position);

/// <summary>Registers the account of activity, jobs and files.</summary>
public static class StorageServices
{
    /// <summary>Adds the account's clients; the host says which account (<see cref="StorageConnection.Read"/>).</summary>
    public static IServiceCollection AddReportingStorage(this IServiceCollection services, StorageConnection account) =>
        services.AddSingleton(provider => ReportingStorageFactory.Create(account, provider.GetServices<TablePipelinePolicy>()));
}
