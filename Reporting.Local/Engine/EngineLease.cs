using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Reporting.Storage;

namespace Reporting.Local.Engine;

/// <summary>
/// The lease by which one process runs an account's local exports. Renewed in the background; when that fails until the lease may
/// have run out, <see cref="Lost"/> fires. Disposing it gives it back.
/// </summary>
internal sealed class EngineLease : IAsyncDisposable
{
    private readonly BlobLeaseClient _client;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Task _renewing;

    private EngineLease(BlobLeaseClient client, TimeSpan length, TimeProvider time, long acquiredAt)
    {
        _client = client;
        _length = length;
        _time = time;
        _renewing = RenewAsync(acquiredAt);
    }

    /// <summary>Fires when the lease may be somebody else's.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Takes the lease, or returns null while another process holds it.</summary>
    public static async Task<EngineLease?> TryAcquireAsync(ReportingStorage storage, TimeSpan length, bool breakFormer, TimeProvider time, CancellationToken cancellationToken)
    {
        BlobContainerClient container = storage.Blobs.GetBlobContainerClient("locks");
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        BlobClient blob = container.GetBlobClient("local-engine");
        try
        {
            await blob.UploadAsync(BinaryData.Empty, overwrite: false, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 409 or 412)
        {
            // It is there, which is all that is wanted.
        }

        BlobLeaseClient client = blob.GetBlobLeaseClient();
        if (breakFormer)
        {
            await BreakAsync(client, cancellationToken);
        }

        long acquiredAt = time.GetTimestamp();
        try
        {
            await client.AcquireAsync(length, cancellationToken: cancellationToken);
            return new EngineLease(client, length, time, acquiredAt);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync();
        await _renewing;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), _time);
            await _client.ReleaseAsync(cancellationToken: patience.Token);
        }
        catch (Exception exception) when (exception is RequestFailedException or OperationCanceledException or AggregateException)
        {
            // It runs out by itself.
        }

        _disposed.Dispose();
        _lost.Dispose();
    }

    private static async Task BreakAsync(BlobLeaseClient client, CancellationToken cancellationToken)
    {
        try
        {
            await client.BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 409)
        {
            // Nobody holds it.
        }
    }

    private async Task RenewAsync(long renewedAt)
    {
        // A third of the length between renewals leaves room for two that fail; a fifth of it is kept as margin at the end.
        TimeSpan interval = _length / 3;
        while (true)
        {
            try
            {
                await Task.Delay(interval, _time, _disposed.Token);
                long begun = _time.GetTimestamp();
                TimeSpan left = _length * 0.8 - _time.GetElapsedTime(renewedAt);
                using var patience = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, _time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(_disposed.Token, patience.Token);
                await _client.RenewAsync(cancellationToken: either.Token);
                (renewedAt, interval) = (begun, _length / 3);
            }
            catch (OperationCanceledException) when (_disposed.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever it was: an engine that cannot renew its lease must not go on believing that it has it.
                bool taken = exception is RequestFailedException { Status: 409 or 412 or 404 };
                if (taken || _time.GetElapsedTime(renewedAt) > _length * 0.8)
                {
                    await _lost.CancelAsync();
                    return;
                }

                interval = _length / 15;
            }
        }
    }
}
