using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Local;

/// <summary><c>verify</c> as a process of its own on input made to deceive, block or break it. It must end by itself, with a message.</summary>
public sealed class VerifyHostileInputTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private FileManifestKeys _keys = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _keys = new FileManifestKeys(_folder["key.pem"], NullLogger<FileManifestKeys>.Instance);
        await File.WriteAllBytesAsync(_folder["keys.json"], (await _keys.ListAsync(Cancellation)).ToJson(), Cancellation);
        await File.WriteAllBytesAsync(_folder["file.csv"], "row\n"u8.ToArray(), Cancellation);
        await SignAsync("manifest.json", Describe());
    }

    public ValueTask DisposeAsync()
    {
        _keys.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task No_control_or_direction_character_of_a_manifest_a_name_or_a_key_reaches_the_terminal()
    {
        const string Hostile = "\u001b[2J\u001b]0;owned\u0007\u009b31m\r\nThe file is as signed: all\u202e\u2066\u200b\u2028\u0000\u007f\ufeff\U000e0041";
        await SignAsync("manifest.json", Describe() with
        {
            Report = Hostile, Format = Hostile, RequestedBy = Hostile, RequestedAt = Hostile, Columns = [Hostile], Since = Hostile, Until = Hostile, ChangedSince = Hostile, ChangedUntil = Hostile, Watermark = Hostile, AvailableFrom = Hostile,
            File = Hostile, Id = Hostile, Schedule = Hostile, Options = new ManifestOptions(1, Hostile, true, true),
            Filters = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [Hostile] = [Hostile] },
        });
        (int code, string said) = await VerifyAsync(_folder["file.csv"], _folder["manifest.json"], "--keys", _folder["keys.json"]);
        Assert.Equal(0, code);
        Assert.Contains("""\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m\u{D}\u{A}The file is as signed: all\u{202E}\u{2066}\u{200B}\u{2028}\u{0}\u{7F}\u{FEFF}\u{E0041}""", said, StringComparison.Ordinal);
        AssertPlain(said);
        Assert.Single(said.Split('\n'), line => line.StartsWith("The file is as signed", StringComparison.Ordinal));

        // Before anything is known to be signed: names of files, a gap's reason, a key's members.
        string name = OperatingSystem.IsWindows() ? "file" : "\u001b[2J\n\u202e";
        await SignAsync(name + "manifest.json", Describe() with { Kind = "gap", Reason = Hostile, Schedule = "daily/2026-11-01T00:00:00.000Z" });
        await File.WriteAllTextAsync(_folder["bad.json"], """{"keys":[{"kty":"EC","crv":"\u001b[2J\u202e"}]}""", Cancellation);
        Directory.CreateDirectory(_folder["chain"]);
        File.Move(_folder[name + "manifest.json"], _folder["chain/" + name + "manifest.json"]);
        foreach (string[] arguments in new string[][]
        {
            [_folder["file.csv"], _folder["chain/" + name + "manifest.json"], "--keys", _folder["keys.json"]], ["--chain", _folder["chain"], "--keys", _folder["keys.json"]],
            [_folder["file.csv"], _folder["manifest.json"], "--keys", _folder["bad.json"]], [_folder["\u001b[2J"], _folder["manifest.json"], "--keys", _folder["keys.json"]],
        })
        {
            (code, said) = await VerifyAsync(arguments);
            Assert.Equal(1, code);
            AssertPlain(said);
            Assert.Contains(@"\u{", said.Replace("file", @"\u{", StringComparison.Ordinal), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_pipe_a_device_and_a_folder_end_with_a_message_wherever_a_file_is_expected()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "makes a named pipe with mkfifo");
        using (Process make = Process.Start("mkfifo", [_folder["pipe"], _folder["pipe.jws"]]))
        {
            await make.WaitForExitAsync(Cancellation);
        }

        Directory.CreateDirectory(_folder["folder"]);
        await RefusedAsync("no regular file", _folder["pipe"], _folder["manifest.json"], "--keys", _folder["keys.json"]);
        foreach ((string odd, string says) in new[] { (_folder["pipe"], "no regular file"), (_folder["folder"], "is a folder"), ("/dev/zero", ""), ("/dev/null", ""), ("/dev/full", ""), ("", "") })
        {
            await RefusedInProcessAsync(says, odd, _folder["manifest.json"], "--keys", _folder["keys.json"]);
            await RefusedInProcessAsync(says, _folder["file.csv"], odd, "--keys", _folder["keys.json"]);
            await RefusedInProcessAsync(says, _folder["file.csv"], _folder["manifest.json"], "--keys", odd);
        }

        File.Move(_folder["pipe.jws"], _folder["manifest.json.jws"], overwrite: true);
        await RefusedInProcessAsync("manifest.json.jws is no regular file", _folder["file.csv"], _folder["manifest.json"], "--keys", _folder["keys.json"]);

        // A chain: a pipe under a manifest's name, a manifest without a signature, links that lead round in circles.
        Directory.CreateDirectory(_folder["chain"]);
        Directory.CreateSymbolicLink(_folder["chain/again"], _folder["chain"]);
        File.CreateSymbolicLink(_folder["chain/manifest.json"], "/dev/zero");
        await RefusedInProcessAsync("There is no manifest", "--chain", _folder["chain"], "--keys", _folder["keys.json"]);
        File.Move(_folder["pipe"], _folder["chain/0.manifest.json"]);
        await RefusedInProcessAsync("0.manifest.json is no regular file", "--chain", _folder["chain"], "--keys", _folder["keys.json"]);
        File.Delete(_folder["chain/0.manifest.json"]);
        File.Copy(_folder["manifest.json"], _folder["chain/0.manifest.json"]);
        await RefusedInProcessAsync("There is no file", "--chain", _folder["chain"], "--keys", _folder["keys.json"]);
        await RefusedInProcessAsync("There is no folder", "--chain", _folder["none"], "--keys", _folder["keys.json"]);
        await RefusedInProcessAsync("There is no folder", "--chain", _folder["file.csv"], "--keys", _folder["keys.json"]);
    }

    [Fact]
    public async Task A_broken_or_hostile_key_set_and_a_broken_manifest_end_with_a_message()
    {
        string keys = await File.ReadAllTextAsync(_folder["keys.json"], Cancellation);
        string manifest = await File.ReadAllTextAsync(_folder["manifest.json"], Cancellation);
        string[] sets =
        [
            "", "null", "{}", "{\"keys\":null}", "{\"keys\":[null]}", keys.Replace("P-256", "P-384", StringComparison.Ordinal), keys.Replace("\"EC\"", "\"RSA\"", StringComparison.Ordinal), keys.Replace("\"sig\"", "\"enc\"", StringComparison.Ordinal),
            keys.Replace("ES256", "ES512", StringComparison.Ordinal), keys.Replace("\"x\":\"", "\"x\":\"_", StringComparison.Ordinal), keys.Replace("\"y\":\"", "\"y\":\"!", StringComparison.Ordinal), keys.Replace("\"x\":\"", "\"z\":\"", StringComparison.Ordinal),
            keys.Replace("\"kid\":\"", "\"kid\":\"\\ud800", StringComparison.Ordinal), new string('[', 100_000), "\u0000\u0001", new string(' ', 2_000_000) + keys,
        ];
        foreach (string set in sets)
        {
            await File.WriteAllTextAsync(_folder["other.json"], set, Cancellation);
            await RefusedInProcessAsync("The public keys cannot be read from", _folder["file.csv"], _folder["manifest.json"], "--keys", _folder["other.json"]);
        }

        // The same through the process once, where an unhandled exception would show as such.
        await RefusedAsync("larger than", _folder["file.csv"], _folder["manifest.json"], "--keys", _folder["other.json"]);
        foreach (string broken in new[] { "", "null", "[]", new string('[', 100_000), manifest.Replace("\"kind\"", "\"king\"", StringComparison.Ordinal) })
        {
            await File.WriteAllTextAsync(_folder["broken.manifest.json"], broken, Cancellation);
            foreach (string signature in new[] { "", "..", "a.b.c", await File.ReadAllTextAsync(_folder["manifest.json.jws"], Cancellation), await DetachedSignature.SignAsync(Encoding.UTF8.GetBytes(broken), _keys, Cancellation) })
            {
                await File.WriteAllTextAsync(_folder["broken.manifest.json.jws"], signature, Cancellation);
                if (!broken.Contains("king", StringComparison.Ordinal))
                {
                    await RefusedInProcessAsync("", _folder["file.csv"], _folder["broken.manifest.json"], "--keys", _folder["keys.json"]);
                }

                await RefusedInProcessAsync("", "--chain", _folder.Path, "--keys", _folder["keys.json"]);
            }
        }
    }

    [Fact]
    public async Task Keys_come_over_https_or_from_this_machine_and_from_no_address_but_the_given_one()
    {
        foreach (string address in new[] { "http://keys.example/api/manifest-keys", "HTTP://192.0.2.1/keys", "http://localhost.example/", "http://127.0.0.1.example/", "http://[2001:db8::1]/" })
        {
            await RefusedInProcessAsync($"The public keys cannot be read from {address} (--keys): plain http is refused", _folder["file.csv"], _folder["manifest.json"], "--keys", address);
        }

        foreach (string address in new[] { "ftp://keys.example/keys.json", "data:application/json,{}", "file:///none/keys.json", "javascript:1", "https:" })
        {
            await RefusedInProcessAsync("The public keys cannot be read from", _folder["file.csv"], _folder["manifest.json"], "--keys", address);
        }

        byte[] keys = await File.ReadAllBytesAsync(_folder["keys.json"], Cancellation);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication server = builder.Build();
        server.MapGet("/keys", () => Results.Bytes(keys, "application/json"));
        server.MapGet("/moved", () => Results.Redirect("/keys"));
        server.MapGet("/large", () => Results.Bytes(new byte[3_000_000]));
        await server.StartAsync(Cancellation);
        string here = server.Urls.First();
        Assert.Equal(0, (await InProcessAsync(_folder["file.csv"], _folder["manifest.json"], "--keys", here + "/keys")).Code);
        Assert.Equal(0, (await InProcessAsync(_folder["file.csv"], _folder["manifest.json"], "--keys", "file://" + _folder["keys.json"])).Code);
        foreach (string path in new[] { "/moved", "/large", "/none" })
        {
            await RefusedInProcessAsync("The public keys cannot be read from", _folder["file.csv"], _folder["manifest.json"], "--keys", here + path);
        }
    }

    private static Manifest Describe() => new()
    {
        Id = "id", Report = "usage", Format = "CSV", Since = "s", Until = "u", Watermark = "w", RequestedBy = "b", RequestedAt = "a", File = "file.csv", Rows = 1, Bytes = 4,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData("row\n"u8)), Slices = [new ManifestSlice(0, 0, 1, 4, Convert.ToHexStringLower(SHA256.HashData("row\n"u8)))],
    };

    private async Task SignAsync(string name, Manifest manifest)
    {
        byte[] content = manifest.ToJson();
        await File.WriteAllBytesAsync(_folder[name], content, Cancellation);
        await File.WriteAllTextAsync(_folder[name + ".jws"], await DetachedSignature.SignAsync(content, _keys, Cancellation), Cancellation);
    }

    private static void AssertPlain(string said) =>
        Assert.DoesNotContain(said.EnumerateRunes(), rune => rune.Value != '\n' && Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator && rune.Value != '\n');

    private async Task RefusedAsync(string message, params string[] arguments)
    {
        (int code, string said) = await VerifyAsync(arguments);
        Assert.True(code == 1 && said.Contains(message, StringComparison.Ordinal) && !said.Contains("   at ", StringComparison.Ordinal), $"{string.Join(' ', arguments)}: {code} {said}");
    }

    private async Task<(int Code, string Said)> VerifyAsync(params string[] arguments)
    {
        await using HostProcess process = HostProcess.Launch(_folder.Path, ["verify", .. arguments], new Dictionary<string, string>(StringComparer.Ordinal));
        int code = await process.WaitForExitAsync(Cancellation);
        return (code, process.Said);
    }

    private static async Task RefusedInProcessAsync(string message, params string[] arguments)
    {
        (int code, string said) = await InProcessAsync(arguments);
        Assert.True(code == 1 && said.Contains(message, StringComparison.Ordinal) && said.Length > 10, $"{string.Join(' ', arguments)}: {code} {said}");
    }

    private static async Task<(int Code, string Said)> InProcessAsync(params string[] arguments)
    {
        using var said = new StringWriter();
        Spectre.Console.IAnsiConsole console = Spectre.Console.AnsiConsole.Create(new Spectre.Console.AnsiConsoleSettings { Out = new Spectre.Console.AnsiConsoleOutput(said) });
        return (await LocalCommandLine.RunAsync(["verify", .. arguments], new ConsoleTexts(console, console)), said.ToString());
    }
}
