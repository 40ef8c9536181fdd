using System.Collections.Immutable;
using Reporting.Activity.Records;
using Reporting.Storage;

namespace Reporting.Composition;

/// <summary>Creates what the account must hold.</summary>
public static class StorageSetup
{
    /// <summary>All tables: those of the kinds of record, and the others.</summary>
    public static ImmutableArray<string> Tables { get; } = [.. RecordKinds.Tables.Select(table => table.Name), .. StorageNames.Tables];

    /// <summary>Creates every table and container that is not there yet; safe to run any number of times, also at once.</summary>
    public static async Task CreateAsync(ReportingStorage storage, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(storage);
        IEnumerable<Task> tables = Tables.Select(name => (Task)storage.Tables.CreateTableIfNotExistsAsync(name, cancellationToken));
        IEnumerable<Task> containers = StorageNames.Containers.Select(name =>
            (Task)storage.Blobs.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken));
        await Task.WhenAll(tables.Concat(containers));
    }
}
