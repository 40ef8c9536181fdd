using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Exports.Manifests;

namespace Reporting.Tests.Exports.Manifests;

public sealed class ManifestVerifierTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reporting-test").FullName;
    private readonly byte[] _file = new byte[10_000];
    private FileManifestKeys _keys = null!;
    private ManifestKeySet _public = null!;
    private SignedManifest _signed = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        new Random(3).NextBytes(_file);
        _keys = new FileManifestKeys(Path.Combine(_folder, "key.pem"), NullLogger<FileManifestKeys>.Instance);
        _public = await _keys.ListAsync(Token);
        _signed = await SignAsync(Describe(_file, 3000, 4000, 3000), _keys);
    }

    public ValueTask DisposeAsync()
    {
        _keys.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task The_file_as_signed_passes()
    {
        VerifyResult result = await VerifyAsync(_file, _signed);
        Assert.True(result.Passed, result.Message);
        Assert.True((await ManifestVerifier.VerifyAsync(new MemoryStream(_file), _signed, ManifestKeySet.Parse(_public.ToJson()), Token)).Passed);
    }

    [Fact]
    public async Task One_flipped_bit_anywhere_is_found()
    {
        var random = new Random(11);
        for (int test = 0; test < 1000; test++)
        {
            byte[] damaged = [.. _file];
            int place = random.Next(damaged.Length);
            damaged[place] ^= (byte)(1 << random.Next(8));
            VerifyResult result = await VerifyAsync(damaged, _signed);

            Assert.False(result.Passed);
            Assert.Contains($"slice {(place < 3000 ? 0 : place < 7000 ? 1 : 2)}", result.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task One_flipped_bit_of_the_manifest_or_of_its_signature_is_found()
    {
        var random = new Random(12);
        byte[] signature = Encoding.ASCII.GetBytes(_signed.Signature);
        for (int test = 0; test < 1000; test++)
        {
            byte[] manifest = _signed.Content.ToArray();
            manifest[random.Next(manifest.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False((await VerifyAsync(_file, _signed with { Content = manifest })).Passed);

            byte[] damaged = [.. signature];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Assert.False((await VerifyAsync(_file, _signed with { Signature = Encoding.Latin1.GetString(damaged) })).Passed);
        }
    }

    [Fact]
    public async Task A_missing_an_added_and_a_swapped_slice_are_found()
    {
        (byte[] one, byte[] two, byte[] three) = (_file[..3000], _file[3000..7000], _file[7000..]);
        byte[][] files = [[.. one, .. three], [.. one, .. two], [.. one, .. two, .. two, .. three], [.. _file, 0], [.. two, .. one, .. three], [.. three, .. two, .. one], _file[..^1], []];
        foreach (byte[] file in files)
        {
            Assert.False((await VerifyAsync(file, _signed)).Passed);
        }

        // Edited to fit the changed file, a manifest has no signature any more.
        byte[] edited = JsonSerializer.SerializeToUtf8Bytes(Describe([.. one, .. three], 3000, 3000), ManifestJson.Default.Manifest);
        Assert.Contains("signature", (await VerifyAsync([.. one, .. three], _signed with { Content = edited })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_signed_by_another_key_is_refused()
    {
        using var other = new FileManifestKeys(Path.Combine(_folder, "other.pem"), NullLogger<FileManifestKeys>.Instance);
        SignedManifest forged = await SignAsync(Describe(_file, 10_000), other);
        string ownId = (await _keys.GetCurrentAsync(Token)).Kid;
        string otherId = (await other.GetCurrentAsync(Token)).Kid;
        ManifestKeySet renamed = new([(await other.GetCurrentAsync(Token)) with { Kid = ownId }]);

        Assert.Contains("key", (await VerifyAsync(_file, forged)).Message, StringComparison.Ordinal);
        Assert.NotEqual(ownId, otherId);
        Assert.False((await ManifestVerifier.VerifyAsync(new MemoryStream(_file), _signed, renamed, Token)).Passed);
    }

    [Fact]
    public async Task A_signed_manifest_that_contradicts_itself_is_refused()
    {
        Manifest right = Describe(_file, 3000, 4000, 3000);
        foreach (Manifest wrong in new[] { right with { Rows = 7 }, right with { Bytes = 3 }, right with { Sha256 = new string('0', 64) }, right with { Sha256 = null }, right with { ManifestVersion = 2 }, right with { Kind = "gap" } })
        {
            Assert.False((await VerifyAsync(_file, await SignAsync(wrong, _keys))).Passed);
        }
    }

    [Fact]
    public async Task A_chain_lacks_nothing_or_is_refused()
    {
        var chain = new List<SignedManifest>();
        string? previous = null;
        for (int slot = 0; slot < 6; slot++)
        {
            Manifest manifest = slot == 3
                ? new Manifest { Kind = "gap", Id = "", Report = "usage", Format = "CSV", Since = "s", Until = "u", RequestedBy = "b", RequestedAt = "a", Schedule = SlotText(slot), Reason = "failed", PreviousManifestSha256 = previous }
                : Describe(_file, 10_000) with { Schedule = SlotText(slot), PreviousManifestSha256 = previous };
            chain.Add(await SignAsync(manifest, _keys) with { Name = "slot " + slot });
            previous = Convert.ToHexStringLower(SHA256.HashData(chain[^1].Content.Span));
        }

        VerifyResult whole = ManifestChain.Verify(chain, _public, previous);
        VerifyResult withoutHead = ManifestChain.Verify(chain, _public, null);
        Assert.True(whole.Passed, whole.Message);
        Assert.Null(whole.Note);
        Assert.True(withoutHead.Passed);
        Assert.Contains("--head", withoutHead.Note, StringComparison.Ordinal);
        for (int removed = 0; removed < chain.Count; removed++)
        {
            Assert.False(ManifestChain.Verify([.. chain.Where((_, slot) => slot != removed)], _public, previous).Passed);
        }

        Assert.True(ManifestChain.Verify([.. chain.SkipLast(1)], _public, null).Passed);
        Assert.False(ManifestChain.Verify([.. chain.Take(2), chain[3], chain[2], .. chain.Skip(4)], _public, previous).Passed);
        Assert.False(ManifestChain.Verify([.. chain, chain[^1]], _public, previous).Passed);
        Assert.False(ManifestChain.Verify([], _public, null).Passed);

        // The chain of one schedule, and of the one that is demanded.
        Assert.True(ManifestChain.Verify(chain, _public, previous, "daily").Passed);
        Assert.Contains("not of weekly", ManifestChain.Verify(chain, _public, previous, "weekly").Message, StringComparison.Ordinal);
        foreach (string? notOne in new[] { null, "", "daily", "daily/0", "/2026-11-01T02:00:00.000Z" })
        {
            SignedManifest single = await SignAsync(Describe(_file, 10_000) with { Schedule = notOne }, _keys);
            Assert.Contains("of no schedule", ManifestChain.Verify([single], _public, null).Message, StringComparison.Ordinal);
        }

        // In the order of the chain whatever order they come in; what is missing is still missed.
        Assert.Equal(chain, ManifestOrder.ByChain(chain.OrderBy(manifest => Convert.ToHexString(SHA256.HashData(manifest.Content.Span)), StringComparer.Ordinal)));
        Assert.False(ManifestChain.Verify(ManifestOrder.ByChain(chain.Where((_, slot) => slot != 2).Reverse()), _public, previous).Passed);
        Assert.False(ManifestChain.Verify(ManifestOrder.ByChain([.. chain, chain[1] with { Name = "copy" }]), _public, previous).Passed);
    }

    [Fact]
    public async Task A_key_file_that_is_none_is_told_by_its_setting()
    {
        string path = Path.Combine(_folder, "broken.pem");
        await File.WriteAllTextAsync(path, "nonsense", Token);
        using var keys = new FileManifestKeys(path, NullLogger<FileManifestKeys>.Instance);

        Assert.Contains("Exports:ManifestKeyFile", (await Assert.ThrowsAsync<InvalidOperationException>(() => keys.GetCurrentAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signed_manifest_that_lacks_a_value_is_refused()
    {
        string json = Encoding.UTF8.GetString(Describe(_file, 10_000).ToJson());
        foreach ((string value, string instead) in new[]
        {
            ("\"filters\":{}", "\"filters\":null"), ("\"filters\":{}", "\"filters\":{\"user\":null}"), ("\"filters\":{}", "\"filters\":{\"user\":[null]}"), ("\"columns\":[]", "\"columns\":null"),
            ("\"columns\":[]", "\"columns\":[null]"), ("\"slices\":[", "\"slices\":[null,"), ("\"since\":\"s\"", "\"since\":null"), ("\"file\":\"\"", "\"file\":null"), ("\"bytes\":10000", "\"bytes\":-1"), ("\"rows\":5", "\"rows\":-5"),
        })
        {
            string changed = json.Replace(value, instead, StringComparison.Ordinal);
            Assert.NotEqual(json, changed);
            byte[] content = Encoding.UTF8.GetBytes(changed);
            VerifyResult result = await VerifyAsync(_file, new SignedManifest("manifest.json", content, await DetachedSignature.SignAsync(content, _keys, Token)));
            Assert.False(result.Passed, changed);
            Assert.Contains("lacks a value", result.Message, StringComparison.Ordinal);
        }
    }

    private static string SlotText(int slot) => $"daily/2026-11-{slot + 1:D2}T02:00:00.000Z";

    private static Manifest Describe(byte[] file, params int[] lengths)
    {
        int at = 0;
        var slices = new List<ManifestSlice>();
        foreach (int length in lengths)
        {
            slices.Add(new ManifestSlice(slices.Count, 0, 5, length, Convert.ToHexStringLower(SHA256.HashData(file.AsSpan(at, length)))));
            at += length;
        }

        return new Manifest
        {
            Id = "id", Report = "usage", Format = "CSV", Since = "s", Until = "u", Watermark = "w", RequestedBy = "b", RequestedAt = "a", Rows = 5 * lengths.Length, Bytes = file.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(file)), Slices = slices,
        };
    }

    private static async Task<SignedManifest> SignAsync(Manifest manifest, IManifestKeys keys)
    {
        byte[] content = JsonSerializer.SerializeToUtf8Bytes(manifest, ManifestJson.Default.Manifest);
        return new SignedManifest("manifest.json", content, await DetachedSignature.SignAsync(content, keys, Token));
    }

    private Task<VerifyResult> VerifyAsync(byte[] file, SignedManifest manifest) => ManifestVerifier.VerifyAsync(new MemoryStream(file), manifest, _public, Token);
}
