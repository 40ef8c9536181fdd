using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;

namespace Reporting.Storage;

/// <summary>
/// Writes under a condition that survive lost responses: every write puts an id of its own into the row, so when the service
/// says "conflict" because an earlier try of the same write had happened, the row proves it and the write counts as done.
/// </summary>
/// <remarks>
/// The row also names the write before last (<see cref="PreviousWriteId"/>), so a success is still seen when one other writer came
/// in between. After two, the caller gets the stored row and decides from its state.
/// </remarks>
public static class ConditionalWrites
{
    /// <summary>Property with the id of the last write.</summary>
    public const string WriteId = "writeId";

    /// <summary>Property with the id of the write before.</summary>
    public const string PreviousWriteId = "previousWriteId";

    /// <summary>Inserts the row; not done when another writer's row exists.</summary>
    public static async Task<ConditionalWrite> InsertAsync(TableClient table, TableEntity entity, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(entity);
        string id = Sign(entity, previous: null);
        try
        {
            Response response = await table.AddEntityAsync(entity, cancellationToken);
            return new ConditionalWrite(true, response.Headers.ETag.GetValueOrDefault(), null);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return await ResolveAsync(table, entity, id, cancellationToken);
        }
    }

    /// <summary>
    /// Inserts the row in one transaction with another write of its partition. Not done when another writer's row exists, or (then no row
    /// is told) when the other write's condition does not hold.
    /// </summary>
    public static async Task<ConditionalWrite> InsertTogetherAsync(
        TableClient table, TableEntity entity, TableTransactionAction other, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(entity);
        string id = Sign(entity, previous: null);
        try
        {
            Response<IReadOnlyList<Response>> responses = await table.SubmitTransactionAsync(
                [new(TableTransactionActionType.Add, entity), other], cancellationToken);
            return new ConditionalWrite(true, responses.Value[0].Headers.ETag.GetValueOrDefault(), null);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            return await ResolveAsync(table, entity, id, cancellationToken);
        }
    }

    /// <summary>Replaces the row if it still has the version <paramref name="etag"/>; not done when it has another or is gone.</summary>
    /// <param name="table">The table.</param>
    /// <param name="entity">The new row, made from the one that was read (its write id is carried over).</param>
    /// <param name="etag">The version that was read.</param>
    /// <param name="cancellationToken">Gives up; whether the write happened is then unknown.</param>
    public static async Task<ConditionalWrite> ReplaceAsync(
        TableClient table, TableEntity entity, ETag etag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(entity);
        string id = Sign(entity, entity.TryGetValue(WriteId, out object? previous) ? previous as string : null);
        try
        {
            Response response = await table.UpdateEntityAsync(entity, etag, TableUpdateMode.Replace, cancellationToken);
            return new ConditionalWrite(true, response.Headers.ETag.GetValueOrDefault(), null);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 412)
        {
            return await ResolveAsync(table, entity, id, cancellationToken);
        }
    }

    /// <summary>Deletes the row if it still has the version <paramref name="etag"/>; a row that is gone counts as deleted.</summary>
    public static async Task<ConditionalWrite> DeleteAsync(
        TableClient table, string partitionKey, string rowKey, ETag etag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(table);
        try
        {
            await table.DeleteEntityAsync(partitionKey, rowKey, etag, cancellationToken);
            return new ConditionalWrite(true, default, null);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return new ConditionalWrite(true, default, null);
        }
        catch (RequestFailedException exception) when (exception.Status == 412)
        {
            TableEntity? stored = await ReadAsync(table, partitionKey, rowKey, cancellationToken);
            return new ConditionalWrite(stored is null, default, stored);
        }
    }

    private static async Task<ConditionalWrite> ResolveAsync(
        TableClient table, TableEntity entity, string id, CancellationToken cancellationToken)
    {
        TableEntity? stored = await ReadAsync(table, entity.PartitionKey, entity.RowKey, cancellationToken);
        if (stored is null)
        {
            return new ConditionalWrite(false, default, null);
        }

        bool last = Is(stored, WriteId, id);
        return last || Is(stored, PreviousWriteId, id)
            ? new ConditionalWrite(true, last ? stored.ETag : default, last ? null : stored)
            : new ConditionalWrite(false, default, stored);
    }

    private static async Task<TableEntity?> ReadAsync(
        TableClient table, string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await table.GetEntityIfExistsAsync<TableEntity>(
            partitionKey, rowKey, cancellationToken: cancellationToken);
        return response.HasValue ? response.Value : null;
    }

    private static string Sign(TableEntity entity, string? previous)
    {
        string id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        entity[WriteId] = id;
        entity.Remove(PreviousWriteId);
        if (previous is not null)
        {
            entity[PreviousWriteId] = previous;
        }

        return id;
    }

    private static bool Is(TableEntity entity, string property, string id) =>
        entity.TryGetValue(property, out object? value) && string.Equals(value as string, id, StringComparison.Ordinal);
}

/// <summary>How a conditional write ended.</summary>
/// <param name="Done">True when the row is as it was written here.</param>
/// <param name="ETag">The row's version after the write; default when not done.</param>
/// <param name="Stored">When not done: the row that conflicts with the write, or null when there is none.</param>
public sealed record ConditionalWrite(bool Done, ETag ETag, TableEntity? Stored);
