using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Reporting.Access.Tokens;

/// <summary>
/// The issuer's discovery document and keys. They are read when first needed, again twice a day, and at once when a token names a
/// key (<c>kid</c>) that is not among them, but then at most once every ten seconds: bad tokens cannot make this service a load on its issuer.
/// The framework's own manager would refresh on a wrong signature or issuer too, and only for the request after.
/// </summary>
internal sealed class SigningKeySource(string authority, HttpClient client, TimeProvider time, ILogger<SigningKeySource> logger)
    : IConfigurationManager<OpenIdConnectConfiguration>, IDisposable
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromHours(12);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private readonly string _address = authority.TrimEnd('/') + "/.well-known/openid-configuration";
    private readonly IDocumentRetriever _documents = new HttpDocumentRetriever(client) { RequireHttps = !new Uri(authority).IsLoopback };
    private readonly SemaphoreSlim _gate = new(1, 1);
    private OpenIdConnectConfiguration? _current;
    private long _readAt;
    private long? _triedAt;

    /// <summary>The current document; reads it when there is none or it is due. While one caller reads what is due, the others go on with what is there.</summary>
    /// <exception cref="AuthorityUnreachableException">There is none yet and it cannot be read.</exception>
    public Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel) =>
        _current is { } current && (time.GetElapsedTime(_readAt) < RefreshEvery || _gate.CurrentCount == 0)
            ? Task.FromResult(current)
            : RefreshAsync(_ => _current is null || time.GetElapsedTime(_readAt) >= RefreshEvery, cancel);

    /// <summary>Reads the keys anew when <paramref name="keyId"/> is not among them.</summary>
    /// <exception cref="AuthorityUnreachableException">There are no keys yet and they cannot be read.</exception>
    public async Task EnsureKeyAsync(string? keyId, CancellationToken cancellationToken)
    {
        OpenIdConnectConfiguration current = await GetConfigurationAsync(cancellationToken);
        if (!string.IsNullOrEmpty(keyId) && !Holds(current, keyId))
        {
            await RefreshAsync(known => !Holds(known!, keyId), cancellationToken);
        }
    }

    /// <summary>Does nothing: <see cref="EnsureKeyAsync"/> has looked already.</summary>
    public void RequestRefresh()
    {
    }

    public void Dispose()
    {
        _gate.Dispose();
        client.Dispose();
    }

    private static bool Holds(OpenIdConnectConfiguration configuration, string keyId) =>
        configuration.SigningKeys.Any(key => string.Equals(key.KeyId, keyId, StringComparison.Ordinal));

    private async Task<OpenIdConnectConfiguration> RefreshAsync(Func<OpenIdConnectConfiguration?, bool> isNeeded, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (isNeeded(_current) && (_triedAt is not { } triedAt || time.GetElapsedTime(triedAt) >= RetryAfter))
            {
                _triedAt = time.GetTimestamp();
                await ReadAsync();
            }

            return _current ?? throw new AuthorityUnreachableException();
        }
        finally
        {
            _gate.Release();
        }
    }

    // Not given up with the caller: somebody who asks and hangs up, again and again, would keep the keys from everybody. The client has a time limit.
    private async Task ReadAsync()
    {
        try
        {
            _current = await OpenIdConnectConfigurationRetriever.GetAsync(_address, _documents, CancellationToken.None);
            _readAt = time.GetTimestamp();
        }
        catch (Exception exception)
        {
            logger.KeysNotRead(_address, exception);
        }
    }
}
