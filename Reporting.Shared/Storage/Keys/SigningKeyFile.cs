using System.Security.Cryptography;

namespace Reporting.Storage.Keys;

/// <summary>A private EC P-256 key in a file (PEM, PKCS #8), made on first use and readable by its owner only.</summary>
internal static class SigningKeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxAttempts = 2000;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// The key in <paramref name="path"/>, and whether this call made it, because there was none. Of processes that begin together one makes it, and
    /// all have the same.
    /// </summary>
    /// <exception cref="CryptographicException">The file holds another kind of key.</exception>
    /// <exception cref="ArgumentException">The file holds no key.</exception>
    /// <exception cref="IOException">It cannot be read or made.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder cannot be written to.</exception>
    public static async Task<(ECDsa Key, bool Made)> LoadOrMakeAsync(string path, CancellationToken cancellationToken)
    {
        bool made = !File.Exists(path) && await MakeInTurnAsync(path, cancellationToken);
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(await File.ReadAllTextAsync(path, cancellationToken));
            return key.KeySize == 256 ? (key, made) : throw new CryptographicException("It is not an EC P-256 key.");
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    // File.Move that is not to overwrite looks first and then renames, over whatever came between (dotnet/runtime, issue 31228). So makers take turns.
    private static async Task<bool> MakeInTurnAsync(string path, CancellationToken cancellationToken)
    {
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string turn = path + ".lock";
        bool isOurs;
        await using (await TakeTurnAsync(path, turn, cancellationToken))
        {
            isOurs = !File.Exists(path);
            if (isOurs)
            {
                await MakeAsync(path, cancellationToken);
            }
        }

        Forget(turn);
        return isOurs;
    }

    // The system lets go of the file when its process ends, however it ends. Where neither the lock file nor the key exists, no process holds the lock: the folder cannot be written to.
    private static async Task<FileStream> TakeTurnAsync(string path, string turn, CancellationToken cancellationToken)
    {
        for (int look = 1; ; look++)
        {
            try
            {
                return new FileStream(turn, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (Exception exception) when (
                exception is IOException or UnauthorizedAccessException && look < MaxAttempts && (File.Exists(turn) || File.Exists(path)))
            {
                // Another process is waited for, so by the system's clock.
                await Task.Delay(LookAgain, TimeProvider.System, cancellationToken);
            }
        }
    }

    // Written beside and moved into place, so that no reader sees half a key.
    private static async Task MakeAsync(string path, CancellationToken cancellationToken)
    {
        string draft = path + ".new";
        File.Delete(draft); // Of one that died.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await using (var writer = new StreamWriter(draft, options))
        {
            await writer.WriteAsync(key.ExportPkcs8PrivateKeyPem().AsMemory(), cancellationToken);
        }

        File.Move(draft, path);
    }

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder); // A user's profile is closed to others there.
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
        }
    }

    // Deleted only once the key exists: any process that takes a lock after that finds the key, whichever lock file it uses.
    private static void Forget(string turn)
    {
        try
        {
            File.Delete(turn);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Held by another, on Windows; that one deletes it.
        }
    }
}
