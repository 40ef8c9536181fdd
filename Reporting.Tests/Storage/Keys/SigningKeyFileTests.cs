using System.Security.Cryptography;
using Reporting.Storage.Keys;

namespace Reporting.Tests.Storage.Keys;

public sealed class SigningKeyFileTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _folder = Directory.CreateTempSubdirectory("reporting-key-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task All_that_begin_together_have_the_same_key_and_one_has_made_it()
    {
        // One round in a hundred or so went wrong where File.Move was trusted not to overwrite.
        for (int round = 0; round < (LongTests.Enabled ? 300 : 60); round++)
        {
            string path = Path.Combine(_folder, $"{round}", "key.pem");
            using var start = new Barrier(4);
            (string Key, bool Made)[] all = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(() => LoadAsync(path, start), Token, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

            Assert.Single(all.Select(one => one.Key).Distinct(StringComparer.Ordinal));
            Assert.Single(all, one => one.Made);
            Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public async Task Only_its_owner_can_read_it_and_the_folder_that_was_made_for_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A user's profile is closed to others there.");
        string path = Path.Combine(_folder, "profile", "key.pem");
        await LoadAsync(path);

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
            Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
        }
    }

    [Fact]
    public async Task What_one_left_that_died_while_making_it_is_in_nobodys_way()
    {
        string path = Path.Combine(_folder, "key.pem");
        await File.WriteAllTextAsync(path + ".new", "-----BEGIN PRIV", Token);
        await File.WriteAllTextAsync(path + ".lock", "", Token);
        (string key, bool made) = await LoadAsync(path);

        Assert.True(made);
        Assert.Equal((key, false), await LoadAsync(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("nonsense", typeof(ArgumentException))]
    [InlineData("P-384", typeof(CryptographicException))]
    public async Task A_file_that_holds_no_such_key_is_refused_and_stays(string content, Type expected)
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        string path = Path.Combine(_folder, "key.pem");
        string text = content is "P-384" ? other.ExportPkcs8PrivateKeyPem() : content;
        await File.WriteAllTextAsync(path, text, Token);

        Assert.IsType(expected, await Record.ExceptionAsync(() => LoadAsync(path)));
        Assert.Equal(text, await File.ReadAllTextAsync(path, Token));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(string Key, bool Made)> LoadAsync(string path, Barrier? start = null)
    {
        start?.SignalAndWait(Token);
        (ECDsa key, bool made) = await SigningKeyFile.LoadOrMakeAsync(path, Token);
        using (key)
        {
            return (key.ExportSubjectPublicKeyInfoPem(), made);
        }
    }
}
