using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Exports.Manifests;

namespace Reporting.Tests.Exports.Manifests;

public sealed class KeyVaultManifestKeysTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_vault_signs_and_every_version_verifies()
    {
        using var vault = new FakeVault();
        KeyVaultManifestKeys keys = vault.Open();
        byte[] payload = "manifest"u8.ToArray();
        string before = await DetachedSignature.SignAsync(payload, keys, Token);
        vault.Rotate();
        string cached = await DetachedSignature.SignAsync(payload, keys, Token);
        vault.Time.Advance(TimeSpan.FromMinutes(11));
        string after = await DetachedSignature.SignAsync(payload, keys, Token);
        ManifestKeySet set = await keys.ListAsync(Token);

        Assert.Equal(2, set.Keys.Count);
        Assert.All([before, cached, after], signature => Assert.Null(DetachedSignature.FindFault(payload, signature, set)));
        Assert.NotEqual(before.Split('.')[0], after.Split('.')[0]);
        Assert.Equal(before.Split('.')[0], cached.Split('.')[0]);
        Assert.DoesNotContain("vault", Encoding.UTF8.GetString(set.ToJson()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_is_asked_for_the_vault_service()
    {
        using var vault = new FakeVault();
        await vault.Open().GetCurrentAsync(Token);

        Assert.Equal("https://vault.example/.default", Assert.Single(vault.Scopes));
        Assert.All(vault.Requests, request => Assert.Contains("api-version=7.4", request, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://mine.vault.example/keys/manifest")]
    [InlineData("https://mine.vault.example/secrets/manifest")]
    [InlineData("https://mine.vault.example/keys/manifest/version")]
    public void Another_address_is_refused(string address)
    {
        using var vault = new FakeVault();
        Assert.Throws<ArgumentException>(() => vault.Open(address));
    }

    /// <summary>The three calls of Key Vault that we make, as its REST reference describes them.</summary>
    private sealed class FakeVault : HttpMessageHandler
    {
        private readonly List<ECDsa> _versions = [ECDsa.Create(ECCurve.NamedCurves.nistP256)];

        public FakeTimeProvider Time { get; } = new();

        public List<string> Requests { get; } = [];

        public List<string> Scopes { get; } = [];

        public KeyVaultManifestKeys Open(string address = "https://mine.vault.example/keys/manifest")
        {
            var credential = new Mock<TokenCredential>();
            credential.Setup(one => one.GetTokenAsync(It.IsAny<TokenRequestContext>(), It.IsAny<CancellationToken>()))
                .Callback<TokenRequestContext, CancellationToken>((context, _) => Scopes.AddRange(context.Scopes))
                .ReturnsAsync(new AccessToken("token", DateTimeOffset.MaxValue));
            return new KeyVaultManifestKeys(new Uri(address), credential.Object, Time, new HttpClientTransport(new HttpClient(this, disposeHandler: false)));
        }

        public void Rotate() => _versions.Add(ECDsa.Create(ECCurve.NamedCurves.nistP256));

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests.Add(request.RequestUri!.AbsoluteUri);
            string[] path = request.RequestUri.AbsolutePath.Trim('/').Split('/');
            string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Answer(path, body), Encoding.UTF8, "application/json") };
        }

        protected override void Dispose(bool disposing)
        {
            _versions.ForEach(version => version.Dispose());
            base.Dispose(disposing);
        }

        private string Answer(string[] path, string body)
        {
            if (path is ["keys", "manifest", "versions"])
            {
                return JsonSerializer.Serialize(new { value = _versions.Select((_, number) => new { kid = Address(number) }) });
            }

            int version = path.Length > 2 ? int.Parse(path[2], System.Globalization.CultureInfo.InvariantCulture) : _versions.Count - 1;
            if (path is [_, _, _, "sign"])
            {
                using JsonDocument asked = JsonDocument.Parse(body);
                Assert.Equal("ES256", asked.RootElement.GetProperty("alg").GetString());
                byte[] digest = Base64Url.DecodeFromChars(asked.RootElement.GetProperty("value").GetString());
                return JsonSerializer.Serialize(new { kid = Address(version), value = Base64Url.EncodeToString(_versions[version].SignHash(digest)) });
            }

            ECPoint point = _versions[version].ExportParameters(false).Q;
            return JsonSerializer.Serialize(new { key = new { kid = Address(version), kty = "EC", crv = "P-256", x = Base64Url.EncodeToString(point.X), y = Base64Url.EncodeToString(point.Y) } });
        }

        private static string Address(int version) => "https://mine.vault.example/keys/manifest/" + version.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
