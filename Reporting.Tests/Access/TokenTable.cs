using System.Security.Cryptography;

namespace Reporting.Tests.Access;

/// <summary>Every kind of token, and what an endpoint for administrators answers it with. 0 stands for "let in".</summary>
internal static class TokenTable
{
    private static readonly RSA Attacker = RSA.Create(2048);

    public static IReadOnlyDictionary<string, (int Status, Func<FakeAuthority, TokenFactory, string[]> Headers)> Rows { get; } =
        new Dictionary<string, (int, Func<FakeAuthority, TokenFactory, string[]>)>
        {
            ["none"] = (401, (_, _) => []),
            ["empty header"] = (401, (_, _) => [""]),
            ["scheme alone"] = (401, (_, _) => ["Bearer "]),
            ["basic"] = (401, (_, _) => ["Basic YWRtaW46YWRtaW4="]),
            ["valid"] = (0, (_, forge) => ["Bearer " + forge.Make()]),
            ["lower-case scheme"] = (0, (_, forge) => ["bearer " + forge.Make()]),
            ["type JWT"] = (0, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "JWT"))]),
            ["ES256"] = (0, (authority, forge) => [Bearer(forge.Make(Header("ES256", FakeAuthority.EllipticKeyId), sign: bytes => authority.Elliptic.SignData(bytes, HashAlgorithmName.SHA256)))]),
            ["PS256"] = (0, (authority, forge) => [Bearer(forge.Make(Header("PS256", authority.RsaKeyId), sign: bytes => authority.Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss)))]),
            ["alg none without signature"] = (401, (_, forge) => [Bearer(forge.Make(header => header["alg"] = "none", sign: _ => []))]),
            ["alg none with signature"] = (401, (_, forge) => [Bearer(forge.Make(header => header["alg"] = "none"))]),
            ["alg NoNe"] = (401, (_, forge) => [Bearer(forge.Make(header => header["alg"] = "NoNe", sign: _ => []))]),
            ["no alg"] = (401, (_, forge) => [Bearer(forge.Make(header => header.Remove("alg")))]),
            ["HS256 with the public key's PEM"] = (401, (authority, forge) => [Bearer(forge.Make(header => header["alg"] = "HS256", sign: bytes => HMACSHA256.HashData(Encoding.ASCII.GetBytes(authority.Rsa.ExportSubjectPublicKeyInfoPem()), bytes)))]),
            ["HS256 with the public key's DER"] = (401, (authority, forge) => [Bearer(forge.Make(header => header["alg"] = "HS256", sign: bytes => HMACSHA256.HashData(authority.Rsa.ExportSubjectPublicKeyInfo(), bytes)))]),
            ["HS256 with the modulus"] = (401, (authority, forge) => [Bearer(forge.Make(header => header["alg"] = "HS256", sign: bytes => HMACSHA256.HashData(authority.Rsa.ExportParameters(false).Modulus!, bytes)))]),
            ["RS1, a weak algorithm"] = (401, (authority, forge) => [Bearer(forge.Make(header => header["alg"] = "RS1", sign: bytes => authority.Rsa.SignData(bytes, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)))]),
            ["wrong issuer"] = (401, (_, forge) => [Bearer(forge.Make("iss", "https://issuer.example.com"))]),
            ["issuer with a slash more"] = (401, (authority, forge) => [Bearer(forge.Make("iss", authority.Issuer + "/"))]),
            ["no issuer"] = (401, (_, forge) => [Bearer(forge.Without("iss"))]),
            ["wrong audience"] = (401, (_, forge) => [Bearer(forge.Make("aud", "other-audience"))]),
            ["no audience"] = (401, (_, forge) => [Bearer(forge.Without("aud"))]),
            ["audience among others"] = (0, (_, forge) => [Bearer(forge.Make("aud", new[] { "other-audience", TokenFactory.Audience }))]),
            ["type application/at+jwt"] = (0, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "application/at+jwt"))]),
            ["type AT+JWT"] = (0, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "AT+JWT"))]),
            ["type Application/JWT"] = (0, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "Application/JWT"))]),
            ["type text/at+jwt"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "text/at+jwt"))]),
            ["empty type"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = ""))]),
            ["ID token by its hash"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "JWT", body => { body.Remove("roles"); body["at_hash"] = "x"; }))]),
            ["ID token by its nonce"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "JWT", body => { body.Remove("roles"); body["nonce"] = "n"; }))]),
            ["ID token with roles"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "JWT", body => body["nonce"] = "n"))]),
            ["ID token that says so"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "JWT", body => body["typ"] = "ID"))]),
            ["access token with a nonce and a scope"] = (0, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "JWT", body => { body["nonce"] = "n"; body["scope"] = "openid"; }))]),
            ["RSA key of 1,024 bits"] = (401, (authority, forge) => [Bearer(forge.Make(Header("RS256", FakeAuthority.WeakKeyId), sign: bytes => authority.Weak.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))]),
            ["RSA key of 2,040 bits"] = (401, (authority, forge) => [Bearer(forge.Make(Header("RS256", FakeAuthority.NearlyKeyId), sign: bytes => authority.Nearly.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))]),
            ["wrong type"] = (401, (_, forge) => [Bearer(forge.Make(header => header["typ"] = "logout+jwt"))]),
            ["no type"] = (401, (_, forge) => [Bearer(forge.Make(header => header.Remove("typ")))]),
            ["expired a second beyond the skew"] = (401, (_, forge) => [Bearer(forge.Make("exp", TokenFactory.Now(-31)))]),
            ["expired within the skew"] = (0, (_, forge) => [Bearer(forge.Make("exp", TokenFactory.Now(-10)))]),
            ["not yet valid"] = (401, (_, forge) => [Bearer(forge.Make("nbf", TokenFactory.Now(60)))]),
            ["no exp"] = (401, (_, forge) => [Bearer(forge.Without("exp"))]),
            ["exp that is text"] = (401, (_, forge) => [Bearer(forge.Make("exp", "tomorrow"))]),
            ["unknown kid"] = (401, (_, forge) => [Bearer(forge.Make(header => header["kid"] = "unknown-1"))]),
            ["no kid"] = (401, (_, forge) => [Bearer(forge.Make(header => header.Remove("kid")))]),
            ["jku"] = (401, (authority, forge) => [Bearer(forge.Make(header => header["jku"] = authority.Issuer + "/keys", sign: Steal))]),
            ["x5u"] = (401, (_, forge) => [Bearer(forge.Make(header => header["x5u"] = "https://attacker.example.com/chain.pem", sign: Steal))]),
            ["jwk in the header"] = (401, (_, forge) => [Bearer(forge.Make(EmbeddedKey, sign: Steal))]),
            ["key of another issuer under our kid"] = (401, (_, forge) => [Bearer(forge.Make(sign: Steal))]),
            ["payload changed after signing"] = (401, (_, forge) => [Bearer(Spliced(forge.Make(), forge.Make("sub", "u-2")))]),
            ["signature cut"] = (401, (_, forge) => [Bearer(forge.Make()[..^10])]),
            ["three words"] = (401, (_, _) => ["Bearer abc.def.ghi"]),
            ["has no subject"] = (401, (_, forge) => [Bearer(forge.Make(payload: body => { body.Remove("sub"); body.Remove("email"); }))]),
            ["critical extension"] = (401, (_, forge) => [Bearer(forge.Make(header => { header["crit"] = new[] { "b64" }; header["b64"] = false; }))]),
            ["two Authorization headers"] = (401, (_, forge) => [Bearer(forge.Make()), Bearer(forge.Make())]),
            ["two tokens joined by a comma"] = (401, (_, forge) => [Bearer(forge.Make()) + ", " + Bearer(forge.Make())]),
            ["64 KB"] = (401, (_, forge) => [Bearer(forge.Make("padding", new string('x', 48 * 1024)))]),
            ["roles as string"] = (0, (_, forge) => [Bearer(forge.Make("roles", "admin"))]),
            ["roles as words in a string"] = (403, (_, forge) => [Bearer(forge.Make("roles", "not admin"))]),
            ["roles absent"] = (403, (_, forge) => [Bearer(forge.Without("roles"))]),
            ["roles empty"] = (403, (_, forge) => [Bearer(forge.Make("roles", Array.Empty<string>()))]),
            ["role in capitals"] = (403, (_, forge) => [Bearer(forge.Make("roles", new[] { "ADMIN" }))]),
            ["role in an object"] = (403, (_, forge) => [Bearer(forge.Make("roles", new Dictionary<string, bool> { ["admin"] = true }))]),
            ["role in a nested array"] = (403, (_, forge) => [Bearer(forge.Make("roles", new[] { new[] { "admin" } }))]),
            ["role of another claim"] = (403, (_, forge) => [Bearer(forge.Make(payload: body => { body.Remove("roles"); body["scope"] = "admin"; }))]),
            ["personal access token"] = (403, (_, _) => ["Bearer mat-4f1a9c0d2b"]),
            ["personal access token of three parts"] = (403, (_, forge) => [Bearer("mat-" + forge.Make())]),
            ["opaque token"] = (403, (_, _) => ["Bearer 0123456789abcdef"]),
            ["encrypted token of five parts"] = (403, (_, _) => ["Bearer aaa.bbb.ccc.ddd.eee"]),
            ["padded base64"] = (403, (_, forge) => [Bearer(forge.Make() + "==")]),
        };

    private static string Bearer(string token) => "Bearer " + token;

    private static byte[] Steal(byte[] bytes) => Attacker.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static Action<Dictionary<string, object?>> Header(string algorithm, string keyId) => header =>
    {
        header["alg"] = algorithm;
        header["kid"] = keyId;
    };

    private static void EmbeddedKey(Dictionary<string, object?> header)
    {
        RSAParameters key = Attacker.ExportParameters(false);
        header["jwk"] = new Dictionary<string, string> { ["kty"] = "RSA", ["n"] = Convert.ToBase64String(key.Modulus!), ["e"] = "AQAB" };
    }

    private static string Spliced(string signed, string other)
    {
        string[] parts = signed.Split('.');
        return $"{parts[0]}.{other.Split('.')[1]}.{parts[2]}";
    }
}
