using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Reporting.Exports.Files;

/// <summary>Keeps the user delegation key that signs links where there is no account key; it outlives every link that it signs.</summary>
/// <param name="blobs">The account's blob service.</param>
/// <param name="time">The clock.</param>
/// <param name="longestLink">How long a link works.</param>
internal sealed class DelegationKeys(BlobServiceClient blobs, TimeProvider time, TimeSpan longestLink) : IDisposable
{
    // The service gives keys for at most 7 days; a link works for at most one.
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private UserDelegationKey? _key;

    /// <summary>A key that is good for longer than any link made now.</summary>
    public async Task<UserDelegationKey> GetAsync(CancellationToken cancellationToken)
    {
        if (_key is { } current && IsLongEnough(current))
        {
            return current;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_key is not { } known || !IsLongEnough(known))
            {
                DateTimeOffset now = time.GetUtcNow();
                _key = await blobs.GetUserDelegationKeyAsync(now - ClockDifference, now + Lifetime, cancellationToken);
            }

            return _key;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private bool IsLongEnough(UserDelegationKey key) => key.SignedExpiresOn > time.GetUtcNow() + longestLink + ClockDifference;
}
