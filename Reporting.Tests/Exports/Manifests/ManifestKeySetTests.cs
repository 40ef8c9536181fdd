using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Reporting.Exports.Manifests;

namespace Reporting.Tests.Exports.Manifests;

public sealed class ManifestKeySetTests
{
    private static readonly JsonObject Good = Make();

    [Fact]
    public void A_key_that_is_not_for_es256_signatures_is_not_used_and_the_reason_names_the_member()
    {
        foreach ((string member, JsonNode? value) in new (string, JsonNode?)[]
        {
            ("crv", "P-384"), ("crv", "p-256"), ("crv", "secp256k1"), ("crv", null), ("crv", 7), ("kty", "RSA"), ("kty", "OKP"), ("kty", null),
            ("use", "enc"), ("use", 1), ("alg", "ES384"), ("alg", "none"), ("alg", null), ("key_ops", new JsonArray("sign")), ("key_ops", "verify"),
            ("kid", null), ("kid", ""), ("kid", 5), ("x", null), ("x", ""), ("x", "AA"), ("x", new string('A', 43)), ("x", "!" + new string('A', 42)), ("y", Good["y"] + "="), ("y", new string('A', 64)), ("y", new JsonArray()),
        })
        {
            JsonObject bad = Make();
            bad[member] = value;
            string faults = Assert.Throws<JsonException>(() => Parse(bad)).Message;
            Assert.Contains("Key 1 ", faults, StringComparison.Ordinal);
            Assert.Contains(member, faults, StringComparison.Ordinal);

            ManifestKeySet beside = Parse(bad, Good);
            Assert.Equal(Good["kid"]!.GetValue<string>(), Assert.Single(beside.Keys).Kid);
            Assert.Contains("Key 1 ", Assert.Single(beside.Ignored), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_may_be_missing_or_is_not_known_does_no_harm()
    {
        JsonObject least = Make();
        least.Remove("use");
        least.Remove("alg");
        least["x5c"] = new JsonArray("certificate");
        least["key_ops"] = new JsonArray("verify");
        Assert.Single(Parse(least).Keys);
        Assert.Single(Parse(least, new JsonObject { ["kty"] = "oct", ["k"] = "AA" }).Keys);
    }

    [Fact]
    public void What_is_no_key_set_is_refused_as_that()
    {
        string[] none =
        [
            "", " ", "null", "7", "\"keys\"", "[]", "{}", """{"keys":null}""", """{"keys":{}}""", """{"keys":[]}""", """{"keys":[null]}""", """{"keys":[[]]}""", """{"keys":[7]}""", """{"keys":["x"]}""",
            """{"keys":[{}]}""", """{"keys":[{"kty":"\ud800"}]}""", """{"keys":[{"\ud800":"EC"}]}""", "{\"keys\":[" + new string('[', 200), Good + "]}", "{\"keys\":[" + Good + "]} and more", "\u0000", "\ufeff",
        ];
        Assert.All(none, text => Assert.ThrowsAny<JsonException>(() => ManifestKeySet.Parse(Encoding.UTF8.GetBytes(text))));
        Assert.ThrowsAny<JsonException>(() => ManifestKeySet.Parse([0xff, 0xfe, 0x00]));
    }

    private static JsonObject Make()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        ECPoint point = key.ExportParameters(includePrivateParameters: false).Q;
        return new JsonObject
        {
            ["kty"] = "EC", ["crv"] = "P-256", ["use"] = "sig", ["alg"] = "ES256", ["kid"] = ManifestKey.Of(point).Kid,
            ["x"] = Base64Url.EncodeToString(point.X), ["y"] = Base64Url.EncodeToString(point.Y),
        };
    }

    private static ManifestKeySet Parse(params JsonObject[] keys) =>
        ManifestKeySet.Parse(JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["keys"] = new JsonArray([.. keys.Select(key => key.DeepClone())]) }));
}
