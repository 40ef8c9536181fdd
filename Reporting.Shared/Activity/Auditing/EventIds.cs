using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Activity.Auditing;

/// <summary>
/// Makes the ids of the service's own events: at random, or from facts, where every instance must write the same event. Those are HMAC-SHA256 (RFC 2104)
/// under a key of the installation, so that knowing the facts is not knowing the id.
/// </summary>
/// <remarks>
/// The key is made by the first instance that needs it and stands in the table <c>settings</c> (PartitionKey <c>audit</c>, RowKey <c>eventids</c>), which
/// callers of the API do not reach. To change it, delete that row: each instance takes the new key within five minutes, and at worst one event of that time
/// is written under two ids.
/// </remarks>
public sealed class EventIds(ReportingStorage storage, TimeProvider time)
{
    /// <summary>A single event; the id is random.</summary>
    public const string Once = "svc";

    /// <summary>Refused requests, counted; the id is random.</summary>
    public const string Refused = "refused";

    /// <summary>What is written once for each quarter of an hour.</summary>
    public const string Often = "often";

    /// <summary>The start of a scheduled export.</summary>
    public const string Start = "start";

    /// <summary>The end of an export.</summary>
    public const string Finish = "finish";

    /// <summary>A schedule's delivery.</summary>
    public const string Deliver = "deliver";

    /// <summary>A schedule's slot without a file.</summary>
    public const string Gap = "gap";

    private const string PartitionKey = "audit";
    private const string RowKey = "eventids";
    private const string KeyProperty = "key";
    private static readonly TimeSpan CacheTime = TimeSpan.FromMinutes(5);
    private readonly TableClient _settings = storage.Tables.GetTableClient(StorageNames.Settings);
    private volatile Cached? _cached;

    /// <summary>All kinds: an own event's id is one of them, <c>-</c> and 32 hex digits, 40 characters at most.</summary>
    internal static IReadOnlyList<string> Kinds { get; } = [Once, Refused, Often, Start, Finish, Deliver, Gap];

    /// <summary>A new id that nothing leads to.</summary>
    public static string New(string kind) => $"{kind}-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    /// <summary>The id of the event of this kind that follows from <paramref name="facts"/>.</summary>
    /// <exception cref="RequestFailedException">The key cannot be read.</exception>
    public async ValueTask<string> OfAsync(string kind, string facts, CancellationToken cancellationToken)
    {
        byte[] hash = HMACSHA256.HashData(await KeyAsync(cancellationToken), Encoding.UTF8.GetBytes($"{kind}\n{facts}"));
        return $"{kind}-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }

    private async ValueTask<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (_cached is { } cached && now - cached.ReadAt < CacheTime && now >= cached.ReadAt)
        {
            return cached.Key;
        }

        byte[] key = await ReadAsync(cancellationToken) ?? await MakeAsync(cancellationToken);
        _cached = new Cached(key, now);
        return key;
    }

    private async Task<byte[]?> ReadAsync(CancellationToken cancellationToken)
    {
        NullableResponse<TableEntity> row = await _settings.GetEntityIfExistsAsync<TableEntity>(PartitionKey, RowKey, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetBinary(KeyProperty) : null;
    }

    private async Task<byte[]> MakeAsync(CancellationToken cancellationToken)
    {
        byte[] key = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes);
        try
        {
            await _settings.AddEntityAsync(new TableEntity(PartitionKey, RowKey) { [KeyProperty] = key }, cancellationToken);
            return key;
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            // Another instance was faster, or an earlier try of this insert was: the row tells.
            return await ReadAsync(cancellationToken) ?? throw new IOException("The key of event ids was made and is gone.", exception);
        }
    }

    private sealed record Cached(byte[] Key, DateTimeOffset ReadAt);
}
