using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Reporting.Exports.Manifests;

/// <summary>
/// The key in Azure Key Vault, which signs and never gives it away. Over the vault's REST API (7.4: Get Key, Get Key Versions, Sign)
/// through the Azure SDK's own pipeline; the identity needs the role Key Vault Crypto User.
/// </summary>
public sealed class KeyVaultManifestKeys : IManifestKeys
{
    private const string ApiVersion = "7.4";
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(10);

    private readonly Uri _key;
    private readonly HttpPipeline _pipeline;
    private readonly TimeProvider _time;

    // A version never changes, so what was read of it stays true.
    private readonly ConcurrentDictionary<string, ManifestKey> _versions = new(StringComparer.Ordinal);
    private (ManifestKey Key, DateTimeOffset ReadAt)? _current;

    /// <summary>The key at <c>https://&lt;vault&gt;/keys/&lt;name&gt;</c>.</summary>
    /// <exception cref="ArgumentException">The address is not one of a key.</exception>
    public KeyVaultManifestKeys(Uri key, TokenCredential credential, TimeProvider time, HttpPipelineTransport? transport = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!string.Equals(key.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal) || key.Segments is not [_, "keys/", _])
        {
            throw new ArgumentException("Exports:ManifestKeyVaultKey must be https://<vault>/keys/<name>.", nameof(key));
        }

        (_key, _time) = (key, time);
        var options = new KeyVaultClientOptions();
        if (transport is not null)
        {
            options.Transport = transport;
        }

        // The audience is the vault service's name in this cloud: what stands behind the vault's own name.
        string scope = $"https://{key.Host[(key.Host.IndexOf('.', StringComparison.Ordinal) + 1)..]}/.default";
        _pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, scope));
    }

    /// <inheritdoc/>
    public async Task<ManifestKey> GetCurrentAsync(CancellationToken cancellationToken)
    {
        if (_current is { } known && _time.GetUtcNow() - known.ReadAt < FreshFor)
        {
            return known.Key;
        }

        ManifestKey key = await ReadKeyAsync(_key.AbsoluteUri, cancellationToken);
        _current = (key, _time.GetUtcNow());
        return key;
    }

    /// <inheritdoc/>
    public async Task<byte[]> SignAsync(ManifestKey key, ReadOnlyMemory<byte> digest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        string body = $$"""{"alg":"ES256","value":"{{Base64Url.EncodeToString(digest.Span)}}"}""";
        using JsonDocument answer = await SendAsync(RequestMethod.Post, key.Location + "/sign", body, cancellationToken);
        return Base64Url.DecodeFromChars(answer.RootElement.GetProperty("value").GetString());
    }

    /// <inheritdoc/>
    public async Task<ManifestKeySet> ListAsync(CancellationToken cancellationToken)
    {
        ManifestKey current = await GetCurrentAsync(cancellationToken);
        var keys = new List<ManifestKey> { current };
        for (string? next = _key.AbsoluteUri + "/versions"; next is not null;)
        {
            using JsonDocument page = await SendAsync(RequestMethod.Get, next, null, cancellationToken);
            foreach (JsonElement version in page.RootElement.GetProperty("value").EnumerateArray())
            {
                string location = version.GetProperty("kid").GetString()!;
                ManifestKey key = _versions.TryGetValue(location, out ManifestKey? known) ? known : await ReadKeyAsync(location, cancellationToken);
                if (!keys.Exists(other => string.Equals(other.Kid, key.Kid, StringComparison.Ordinal)))
                {
                    keys.Add(key);
                }
            }

            next = page.RootElement.TryGetProperty("nextLink", out JsonElement link) ? link.GetString() : null;
        }

        return new ManifestKeySet(keys);
    }

    private async Task<ManifestKey> ReadKeyAsync(string address, CancellationToken cancellationToken)
    {
        using JsonDocument answer = await SendAsync(RequestMethod.Get, address, null, cancellationToken);
        JsonElement key = answer.RootElement.GetProperty("key");
        if (!string.Equals(key.GetProperty("crv").GetString(), "P-256", StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The key at Exports:ManifestKeyVaultKey must be an EC key on P-256.");
        }

        ManifestKey read = ManifestKey.Of(
            new ECPoint { X = Base64Url.DecodeFromChars(key.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(key.GetProperty("y").GetString()) },
            key.GetProperty("kid").GetString()!);
        _versions[read.Location] = read;
        return read;
    }

    private async Task<JsonDocument> SendAsync(RequestMethod method, string address, string? body, CancellationToken cancellationToken)
    {
        using HttpMessage message = _pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(new Uri(address));
        if (!address.Contains("api-version=", StringComparison.Ordinal))
        {
            message.Request.Uri.AppendQuery("api-version", ApiVersion);
        }

        if (body is not null)
        {
            message.Request.Headers.Add("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(BinaryData.FromString(body));
        }

        await _pipeline.SendAsync(message, cancellationToken);
        return message.Response.IsError
            ? throw new RequestFailedException(message.Response)
            : await JsonDocument.ParseAsync(message.Response.ContentStream!, cancellationToken: cancellationToken);
    }

    private sealed class KeyVaultClientOptions : ClientOptions;
}
