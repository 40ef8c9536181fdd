using Azure.Data.Tables;
using Azure.Storage.Blobs;

namespace Reporting.Storage;

/// <summary>The account that holds activity, jobs and files: one table and one blob client, made once.</summary>
/// <param name="Tables">Client of the table service.</param>
/// <param name="Blobs">Client of the blob service.</param>
public sealed record ReportingStorage(TableServiceClient Tables, BlobServiceClient Blobs);
