using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using Reporting.Storage;

namespace Reporting.Exports.Requests;

/// <summary>
/// Remembers <c>Idempotency-Key</c>s in the table <c>idempotency</c>: a person's key, the hash of what was asked under it, the job's
/// id. The row is written before the job, so a repeated request gets the same id and makes the same job, whenever it comes.
/// </summary>
public sealed class ExportIdempotency(ReportingStorage storage, IOptions<ExportsOptions> options, TimeProvider time)
{
    private readonly TableClient _table = storage.Tables.GetTableClient(StorageNames.Idempotency);

    /// <summary>What the request's key stands for; null when it has none, or when the key is new or forgotten.</summary>
    public async Task<ExportReservation?> FindAsync(ExportStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        TableEntity? entity = start.IdempotencyKey is { } key ? await ReadAsync(start.RequestedBy, key, cancellationToken) : null;
        return entity is null || IsForgotten(entity) ? null : ToReservation(entity, HashOf(start.Input));
    }

    /// <summary>Takes the request's key for a job of this id; when another request took it first, returns what it stands for. Without a key nothing is written.</summary>
    public async Task<ExportReservation> ReserveAsync(ExportStart start, string jobId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        return start.IdempotencyKey is { } key
            ? await ReserveAsync(start.RequestedBy, key, HashOf(start.Input), jobId, cancellationToken)
            : new ExportReservation(jobId, SameRequest: true);
    }

    private async Task<ExportReservation> ReserveAsync(string user, string key, string hash, string jobId, CancellationToken cancellationToken)
    {
        var entity = new TableEntity(Hash(user), Hash(key))
        {
            ["requestHash"] = hash, ["jobId"] = jobId, ["createdAt"] = ExportTime.Format(time.GetUtcNow()),
        };
        TableEntity? forgotten = null;
        while (true)
        {
            try
            {
                Task write = forgotten is null
                    ? _table.AddEntityAsync(entity, cancellationToken)
                    : _table.UpdateEntityAsync(entity, forgotten.ETag, TableUpdateMode.Replace, cancellationToken);
                await write;
                return new ExportReservation(jobId, SameRequest: true);
            }
            catch (RequestFailedException exception) when (exception.Status is 409 or 412 || (exception.Status == 404 && forgotten is not null))
            {
                // There is an expired row, or another request was faster, or our own earlier attempt was: the row tells which. (To an insert, 404 says that there is no table.)
                forgotten = await ReadAsync(user, key, cancellationToken);
                if (forgotten is not null && !IsForgotten(forgotten))
                {
                    return ToReservation(forgotten, hash);
                }
            }
        }
    }

    private async Task<TableEntity?> ReadAsync(string user, string key, CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> response = await _table.GetEntityIfExistsAsync<TableEntity>(Hash(user), Hash(key), cancellationToken: cancellationToken);
        return response.HasValue ? response.Value : null;
    }

    private bool IsForgotten(TableEntity entity) =>
        ExportTime.Parse(entity.GetString("createdAt")) < time.GetUtcNow().AddHours(-options.Value.IdempotencyHours);

    private static ExportReservation ToReservation(TableEntity entity, string hash) =>
        new(entity.GetString("jobId"), string.Equals(entity.GetString("requestHash"), hash, StringComparison.Ordinal));

    /// <summary>Filters are sorted first: JSON objects have no order.</summary>
    private static string HashOf(ExportInput input)
    {
        ExportInput sorted = input.Filters is null ? input : input with
        {
            Filters = new SortedDictionary<string, IReadOnlyList<string>>(input.Filters.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal),
        };
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(sorted, ExportsJson.Default.ExportInput)));
    }

    /// <summary>Keys of rows may not hold every character, nor be of any length; hashes may.</summary>
    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>What an idempotency key stands for.</summary>
/// <param name="JobId">The job made, or to be made, under the key.</param>
/// <param name="SameRequest">False when the key was used for another request.</param>
public sealed record ExportReservation(string JobId, bool SameRequest);
