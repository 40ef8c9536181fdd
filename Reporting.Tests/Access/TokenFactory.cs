using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Reporting.Tests.Access;

/// <summary>Makes tokens by hand, right ones and wrong ones: the library that checks them has no part in it.</summary>
internal sealed class TokenFactory(FakeAuthority authority)
{
    public const string Audience = "reporting-tests";

    /// <summary>A valid administrator's token (RS256), changed by <paramref name="header"/> and <paramref name="payload"/> before it is signed.</summary>
    public string Make(Action<Dictionary<string, object?>>? header = null, Action<Dictionary<string, object?>>? payload = null, Func<byte[], byte[]>? sign = null)
    {
        long now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = new Dictionary<string, object?> { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = authority.RsaKeyId };
        var body = new Dictionary<string, object?>
        {
            ["iss"] = authority.Issuer, ["aud"] = Audience, ["sub"] = "u-1", ["email"] = "ada@example.com",
            ["iat"] = now, ["nbf"] = now, ["exp"] = now + 600, ["roles"] = new[] { "admin", "activity.write" },
        };
        header?.Invoke(head);
        payload?.Invoke(body);
        string unsigned = Encode(JsonSerializer.SerializeToUtf8Bytes(head)) + "." + Encode(JsonSerializer.SerializeToUtf8Bytes(body));
        return unsigned + "." + Encode((sign ?? (bytes => authority.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))(Encoding.ASCII.GetBytes(unsigned)));
    }

    public string Make(string claim, object? value) => Make(payload: body => body[claim] = value);

    public string Without(string claim) => Make(payload: body => body.Remove(claim));

    public static long Now(int seconds) => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds;

    private static string Encode(byte[] bytes) => Base64UrlEncoder.Encode(bytes);
}
