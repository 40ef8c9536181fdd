namespace Reporting.Storage;

/// <summary>Creates what the account must hold.</summary>
public static class StorageSetup
{
    /// <summary>Creates every table and container of <see cref="StorageNames"/> that is not there yet; safe to run any number of times, also at once.</summary>
    public static async Task CreateAsync(ReportingStorage storage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        IEnumerable<Task> tables = StorageNames.Tables.Select(name => (Task)storage.Tables.CreateTableIfNotExistsAsync(name, cancellationToken));
        IEnumerable<Task> containers = StorageNames.Containers.Select(name =>
            (Task)storage.Blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken));
        await Task.WhenAll(tables.Concat(containers));
    }
}
