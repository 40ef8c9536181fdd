using System.CommandLine;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary><c>verify</c>: checks a file against its signed manifest, or the manifests of a schedule as a chain. Needs no service beside the public keys.</summary>
internal static class VerifyCommand
{
    public static Command Create(ConsoleTexts texts)
    {
        var file = new Argument<string?>("FILE") { Description = "The exported file.", Arity = ArgumentArity.ZeroOrOne };
        var manifest = new Argument<string?>("MANIFEST") { Description = "Its manifest; the signature is read from MANIFEST.jws.", Arity = ArgumentArity.ZeroOrOne };
        var keys = new Option<string>("--keys")
        {
            Description = "Public keys to trust: a file, or the address they are published at.", HelpName = "FILE|ADDRESS",
            DefaultValueFactory = _ => "http://localhost:7071/api/manifest-keys",
        };
        var chain = new Option<string?>("--chain") { Description = "Instead of one file: folder of a schedule's downloaded deliveries; every *manifest.json below it, and the files beside them.", HelpName = "FOLDER" };
        var head = new Option<string?>("--head") { Description = "With --chain: SHA-256 of the schedule's newest manifest, as the schedule shows it, or a file of audit events as JSON Lines, out of which the schedule's last delivery is taken; so that a cut-off end is seen.", HelpName = "SHA256|FILE" };
        var command = new Command("verify", "Checks an exported file against its signed manifest, or a schedule's manifests as a chain.") { file, manifest, keys, chain, head };
        command.SetAction(async (result, cancellationToken) =>
        {
            ManifestKeySet trusted = await TrustedKeys.ReadAsync(result.GetValue(keys)!, cancellationToken);
            VerifyResult found = result.GetValue(chain) is { } folder
                ? await ChainFolder.VerifyAsync(folder, trusted, await ChainHead.ReadAsync(result.GetValue(head), folder, cancellationToken), cancellationToken)
                : await VerifyFileAsync(result.GetValue(file), result.GetValue(manifest), trusted, cancellationToken);
            return Tell(texts, found);
        });
        return command;
    }

    private static async Task<VerifyResult> VerifyFileAsync(string? file, string? manifest, ManifestKeySet keys, CancellationToken cancellationToken)
    {
        if (file is null || manifest is null)
        {
            throw new UserErrorException("verify takes a FILE and its MANIFEST, or --chain FOLDER.");
        }

        SignedManifest signed = await ManifestFiles.ReadAsync(manifest, manifest, cancellationToken);
        await using Stream stream = ManifestFiles.Open(file);
        return await ManifestVerifier.VerifyAsync(stream, signed, keys, cancellationToken);
    }

    private static int Tell(ConsoleTexts texts, VerifyResult found)
    {
        if (!found.Passed)
        {
            texts.WriteError(found.Message);
            return 1;
        }

        texts.WriteLine(found.Message);
        if (found.Note is not null)
        {
            texts.WriteLine(found.Note);
        }

        return 0;
    }
}
