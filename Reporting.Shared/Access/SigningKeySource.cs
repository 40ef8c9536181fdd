using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Reporting.Access;

/// <summary>
/// The issuer's discovery document and keys. They are read when first needed, again twice a day, and at once when a token names a
/// key (<c>kid</c>) that is not among them, but then at most once every ten seconds: bad tokens cannot make this service a load on its issuer.
/// The framework's own manager would refresh on a wrong signature or issuer too, and only for the request after.
/// </summary>
/// <remarks>
/// All callers that need the keys share one read. A caller whose key is known never waits for it; the others wait for at most <see cref="Patience"/>
/// from its start, so an issuer that hangs holds nothing up but tokens that it might have signed with a new key.
/// </remarks>
internal sealed class SigningKeySource(string authority, HttpClient client, TimeProvider time, ILogger<SigningKeySource> logger)
    : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    /// <summary>How long callers wait for a read, from its start.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan RefreshEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(10);
    private readonly string _address = authority.TrimEnd('/') + "/.well-known/openid-configuration";
    private readonly IDocumentRetriever _documents = new HttpDocumentRetriever(client) { RequireHttps = !new Uri(authority).IsLoopback };
    private readonly Lock _gate = new();
    private volatile OpenIdConnectConfiguration? _current;
    private Task _reading = Task.CompletedTask;
    private long _startedAt;
    private long? _endedAt;
    private long _readAt;

    /// <summary>The document that was read last.</summary>
    public OpenIdConnectConfiguration? Current => _current;

    /// <summary>The document that was read last; <see cref="EnsureKeyAsync"/> has read it before.</summary>
    /// <exception cref="AuthorityUnreachableException">There is none yet.</exception>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
        _current is { } current
            ? Task.FromResult(current)
            : Task.FromException<OpenIdConnectConfiguration>(new AuthorityUnreachableException());

    /// <summary>Returns when <paramref name="keyId"/> is among the keys, or the issuer has said that it is not.</summary>
    /// <exception cref="AuthorityUnreachableException">There are no keys yet and they cannot be read, or the issuer takes long to say.</exception>
    public async Task EnsureKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        if (_current is { } current && Holds(current, keyId))
        {
            if (time.GetElapsedTime(Interlocked.Read(ref _readAt)) >= RefreshEvery)
            {
                _ = ReadOnce(out _);
            }

            return;
        }

        Task reading = ReadOnce(out TimeSpan patience);
        try
        {
            await (patience > TimeSpan.Zero ? reading.WaitAsync(patience, time, cancellationToken) : reading.IsCompleted ? reading : throw new TimeoutException());
        }
        catch (TimeoutException)
        {
            throw new AuthorityUnreachableException();
        }

        if (_current is null)
        {
            throw new AuthorityUnreachableException();
        }
    }

    /// <summary>Does nothing: <see cref="EnsureKeyAsync"/> has looked already.</summary>
    public void RequestRefresh()
    {
    }

    public void Dispose() => client.Dispose();

    private static bool Holds(OpenIdConnectConfiguration configuration, string keyId) =>
        configuration.SigningKeys.Any(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));

    // The read that is under way, a new one, or none so soon after the last; and how long a caller may wait for it.
    private Task ReadOnce(out TimeSpan patience)
    {
        lock (_gate)
        {
            if (_reading.IsCompleted && (_endedAt is not { } ended || time.GetElapsedTime(ended) >= RetryAfter))
            {
                _startedAt = time.GetTimestamp();

                // The read does not end with its caller: a caller that connects and disconnects again and again would keep the keys from all others.
                _reading = Task.Run(ReadAsync, CancellationToken.None);
            }

            patience = Patience - time.GetElapsedTime(_startedAt);
            return _reading;
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(ReadTimeout, time);
            OpenIdConnectConfiguration read = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, limit.Token);
            Interlocked.Exchange(ref _readAt, time.GetTimestamp());
            _current = read;
        }
        catch (Exception exception)
        {
            logger.KeysNotRead(_address, exception);
        }
        finally
        {
            lock (_gate)
            {
                _endedAt = time.GetTimestamp();
            }
        }
    }
}

internal static partial class SigningKeySourceLog
{
    [LoggerMessage(4001, LogLevel.Warning, "The sign-in authority's keys could not be read from {Address}.")]
    public static partial void KeysNotRead(this ILogger<SigningKeySource> logger, string address, Exception exception);
}

/// <summary>The issuer's keys have never been read and cannot be read now.</summary>
internal sealed class AuthorityUnreachableException() : Exception("The sign-in authority's keys cannot be read.");
