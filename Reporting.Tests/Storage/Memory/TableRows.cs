using System.Collections.Immutable;

namespace Reporting.Tests.Storage.Memory;

/// <summary>
/// The rows of one table in the order of their keys. Reading takes the rows as they are at that moment and never waits; a
/// transaction is made on a copy (a tree that shares what stays the same) and counts when the copy takes the rows' place.
/// </summary>
internal sealed class TableRows(TimeProvider time)
{
    private readonly Lock _lock = new();
    private ImmutableSortedSet<TableRow> _rows = ImmutableSortedSet.Create(TableRow.ByKey);
    private DateTimeOffset _last;

    /// <summary>The row of a key, or null.</summary>
    public TableRow? Find(string partitionKey, string rowKey) =>
        Volatile.Read(ref _rows).TryGetValue(TableRow.At(partitionKey, rowKey), out TableRow row) ? row : null;

    /// <summary>Does all of it or, throwing, nothing. Gives the rows as they are now, null for one that was deleted.</summary>
    /// <exception cref="TableServiceException">The service would not do it.</exception>
    public IReadOnlyList<TableRow?> Write(IReadOnlyList<TableOperation> operations)
    {
        lock (_lock)
        {
            ImmutableSortedSet<TableRow>.Builder rows = _rows.ToBuilder();
            var written = new TableRow?[operations.Count];
            var keys = new HashSet<string>(StringComparer.Ordinal);
            int index = 0;
            try
            {
                for (; index < operations.Count; index++)
                {
                    if (!string.Equals(operations[index].PartitionKey, operations[0].PartitionKey, StringComparison.Ordinal))
                    {
                        throw TableServiceException.OtherPartition();
                    }

                    written[index] = keys.Add(operations[index].RowKey) ? Write(rows, operations[index]) : throw TableServiceException.SameRowTwice();
                }
            }
            catch (TableServiceException refusal)
            {
                refusal.Index = index;
                throw;
            }

            Volatile.Write(ref _rows, rows.ToImmutable());
            return written;
        }
    }

    /// <summary>The first rows, so many at most, that a filter takes and that do not lie before a key; and the one that the next page begins with. Looks through so many rows.</summary>
    public (IReadOnlyList<TableRow> Rows, TableRow? Next) Page(TableFilter filter, TableRow? from, int top, int maxScanned)
    {
        ImmutableSortedSet<TableRow> rows = Volatile.Read(ref _rows);
        TableRow first = filter.Bounds.First;
        first = from is not null && TableRow.ByKey.Compare(from, first) > 0 ? from : first;
        int place = rows.IndexOf(first);
        var page = new List<TableRow>();
        place = place < 0 ? ~place : place;
        for (int scanned = 0; place < rows.Count && !filter.Bounds.EndBefore(rows[place]); place++, scanned++)
        {
            if (scanned == maxScanned)
            {
                return (page, rows[place]);
            }

            if (filter.Matches(rows[place].Value))
            {
                if (page.Count == top)
                {
                    return (page, rows[place]);
                }

                page.Add(rows[place]);
            }
        }

        return (page, null);
    }

    private TableRow? Write(ImmutableSortedSet<TableRow>.Builder rows, TableOperation operation)
    {
        var place = TableRow.At(operation.PartitionKey, operation.RowKey);
        TableRow? stored = rows.TryGetValue(place, out TableRow found) ? found : null;
        if (operation.Method is "POST" && stored is not null)
        {
            throw TableServiceException.RowExists();
        }

        if (operation.IfMatch is { } version)
        {
            string current = (stored ?? throw TableServiceException.NotFound()).ETag;
            if (version is not "*" && !string.Equals(version, current, StringComparison.Ordinal))
            {
                throw TableServiceException.OtherVersion();
            }
        }

        if (stored is not null)
        {
            rows.Remove(stored);
        }

        if (operation.Method is "DELETE")
        {
            return null;
        }

        bool merges = operation.Method is "PATCH" or "MERGE" && stored is not null;
        TableRow row = place with { Timestamp = Now(), Properties = merges ? TableRow.Merge(stored!.Properties, operation.Properties) : operation.Properties };
        rows.Add(row);
        return row;
    }

    // No time twice: it is the version.
    private DateTimeOffset Now()
    {
        DateTimeOffset now = time.GetUtcNow();
        return _last = now > _last ? now : _last.AddTicks(1);
    }
}

/// <summary>What the table service refuses, with the status, the code and the words it has for that.</summary>
internal sealed class TableServiceException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Which operation of a transaction was refused.</summary>
    public int Index { get; set; }

    public static TableServiceException NoTable() => new(404, "TableNotFound", "The table specified does not exist.");

    public static TableServiceException TableExists() => new(409, "TableAlreadyExists", "The table specified already exists.");

    public static TableServiceException NotFound() => new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static TableServiceException RowExists() => new(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static TableServiceException OtherVersion() => new(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");

    public static TableServiceException ValueTooLarge() => new(400, "PropertyValueTooLarge", "The property value exceeds the maximum allowed size (64KB).");

    public static TableServiceException BodyTooLarge() => new(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");

    public static TableServiceException OtherPartition() => new(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");

    public static TableServiceException SameRowTwice() =>
        new(400, "InvalidDuplicateRow", "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");

    /// <summary>The service names the last operation that it would have taken.</summary>
    public static TableServiceException TooManyOperations() =>
        new(400, "InvalidInput", "The batch request operation exceeds the maximum 100 changes per change set.") { Index = TableBatch.MaxOperations - 1 };
}
