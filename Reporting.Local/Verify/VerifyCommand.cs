using System.CommandLine;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>
/// <c>verify</c>: checks a file against its signed manifest, or the manifests of a schedule as a chain, and tells what was signed. Needs no service beside the public keys.
/// </summary>
internal static class VerifyCommand
{
    private const string Warning = "WARNING: ";

    public static Command Create(ConsoleTexts texts)
    {
        var file = new Argument<string?>("FILE") { Description = "The exported file.", Arity = ArgumentArity.ZeroOrOne };
        var manifest = new Argument<string?>("MANIFEST") { Description = "Its manifest; the signature is read from MANIFEST.jws.", Arity = ArgumentArity.ZeroOrOne };
        var keys = new Option<string>("--keys")
        {
            Description = "Public keys to trust: a file, or the https address they are published at (http only on this machine).",
            HelpName = "FILE|ADDRESS",
            DefaultValueFactory = _ => "http://localhost:7071/api/manifest-keys",
        };
        var chain = new Option<string?>("--chain") { Description = "Instead of one file: folder of a schedule's downloaded deliveries; every *manifest.json below it, and the files beside them.", HelpName = "FOLDER" };
        var schedule = new Option<string?>("--schedule") { Description = "With --chain: the schedule whose chain it must be.", HelpName = "NAME" };
        var head = new Option<string?>("--head") { Description = "With --chain: SHA-256 of the schedule's newest manifest, as the schedule shows it, or (with --schedule) a file of audit events as JSON Lines, whose last delivery by the service counts; so that a cut-off end is seen.", HelpName = "SHA256|FILE" };
        var command = new Command("verify", "Checks an exported file against its signed manifest, or a schedule's manifests as a chain, and tells what was signed.") { file, manifest, keys, chain, schedule, head };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (result.GetValue(chain) is { } folder)
            {
                if (result.GetValue(file) is not null)
                {
                    throw new UserErrorException("verify takes a FILE and its MANIFEST, or --chain FOLDER, not both.");
                }

                ManifestKeySet trusted = await ReadKeysAsync(texts, result.GetValue(keys)!, cancellationToken);
                string? newest = await ChainHead.ReadAsync(result.GetValue(head), result.GetValue(schedule), cancellationToken);
                (VerifyResult found, IReadOnlyList<string> missing) = await ChainFolder.VerifyAsync(
                    folder, trusted, newest, result.GetValue(schedule), cancellationToken);
                return Tell(texts, found, chain => (ChainFacts.Of(chain), [.. ChainFacts.WarningsOf(chain), .. missing.Select(name => $"{name} is not here, so it was not checked.")]));
            }

            if (result.GetValue(file) is not { } path || result.GetValue(manifest) is not { } manifestPath)
            {
                throw new UserErrorException("verify takes a FILE and its MANIFEST, or --chain FOLDER.");
            }

            if (result.GetValue(head) is not null || result.GetValue(schedule) is not null)
            {
                throw new UserErrorException("--head and --schedule are about a chain: give them with --chain FOLDER.");
            }

            return await VerifyFileAsync(
                texts, path, manifestPath, await ReadKeysAsync(texts, result.GetValue(keys)!, cancellationToken), cancellationToken);
        });
        return command;
    }

    private static async Task<int> VerifyFileAsync(
        ConsoleTexts texts, string file, string manifest, ManifestKeySet keys, CancellationToken cancellationToken)
    {
        SignedManifest signed = await DownloadedFiles.ReadManifestAsync(manifest, manifest, cancellationToken);
        await using Stream stream = DownloadedFiles.Open(file);
        VerifyResult found = await ManifestVerifier.VerifyAsync(stream, signed, keys, cancellationToken);
        return Tell(texts, found, manifests => (ManifestFacts.Of(manifests[0]), [.. WarningsOf(manifests[0], Path.GetFileName(file))]));
    }

    private static IEnumerable<string> WarningsOf(Manifest manifest, string name)
    {
        if (ManifestFacts.PartsOf(manifest) is { Count: > 0 } parts)
        {
            yield return $"This file is a part of the log, not the whole: {string.Join("; ", parts)}.";
        }

        if (!string.Equals(name, manifest.File, StringComparison.Ordinal))
        {
            yield return $"The file's name here is {name}; it was signed as {manifest.File}. A name proves nothing: go by what was signed.";
        }
    }

    private static async Task<ManifestKeySet> ReadKeysAsync(ConsoleTexts texts, string source, CancellationToken cancellationToken)
    {
        ManifestKeySet keys = await TrustedKeys.ReadAsync(source, cancellationToken);
        foreach (string ignored in keys.Ignored)
        {
            texts.WriteError(Warning + ignored);
        }

        return keys;
    }

    private static int Tell(ConsoleTexts texts, VerifyResult found, Func<IReadOnlyList<Manifest>, (IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<string> Warnings)> describe)
    {
        if (!found.Passed)
        {
            texts.WriteError(found.Message);
            return 1;
        }

        texts.WriteLine(found.Message);
        (IReadOnlyList<(string Name, string Value)> facts, IReadOnlyList<string> warnings) = describe(found.Manifests);
        foreach ((string name, string value) in facts)
        {
            texts.WriteLine($"  {name,-14} {value}");
        }

        if (found.Note is not null)
        {
            texts.WriteLine(found.Note);
        }

        foreach (string warning in warnings)
        {
            texts.WriteError(Warning + warning);
        }

        return 0;
    }
}
