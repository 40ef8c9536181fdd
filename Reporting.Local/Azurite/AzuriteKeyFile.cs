using System.Buffers.Text;
using System.Security.Cryptography;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Azurite;

/// <summary>
/// The key of the account in a data folder (<c>azurite.key</c>), made at random on first use. Azurite's own key is published, so with it every user and every page of this
/// machine could read and write the log over the loopback interface.
/// </summary>
internal static class AzuriteKeyFile
{
    private const int KeyBytes = 64; // As long as the keys of Azure's accounts.
    private const int MinKeyBytes = 32;

    /// <summary>The key, base64. Called by the one host that holds the folder.</summary>
    /// <exception cref="UserErrorException">The file holds no key, or cannot be read or written.</exception>
    public static string LoadOrMake(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                Make(path);
            }

            string key = File.ReadAllText(path).Trim();
            return Base64.IsValid(key, out int bytes) && bytes >= MinKeyBytes && !key.Any(char.IsWhiteSpace)
                ? key
                : throw new UserErrorException($"{path} holds no account key (base64 of {MinKeyBytes} bytes or more). Delete it: a new one is made, and the data stays.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"The account key {path} cannot be read or made: {exception.Message}", exception);
        }
    }

    // Written beside and moved into place, so that a host that dies leaves no half key.
    private static void Make(string path)
    {
        string draft = path + ".new";
        File.Delete(draft);
        using (FileStream file = OwnerOnly.Open(draft, FileMode.CreateNew))
        {
            file.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))));
        }

        File.Move(draft, path);
    }
}

/// <summary>Files and folders for their owner alone. On Windows they inherit what the folder above allows; a user's profile is closed to others there.</summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileAccessMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderMode = FileAccessMode | UnixFileMode.UserExecute;
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Opens a file for reading and writing, which no other process may have open.</summary>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileAccessMode;
        }

        return new FileStream(path, options);
    }

    /// <summary>Makes a folder when it is not there.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, FolderMode);
        }
    }

    /// <summary>Removes all other users' access to an existing folder and, on request, to its content. Symbolic links are left unchanged.</summary>
    public static void Close(string folder, bool withContent)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(folder, FolderMode);
        if (!withContent)
        {
            return;
        }

        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Everything))
        {
            entry.UnixFileMode = entry is DirectoryInfo ? FolderMode : FileAccessMode;
        }
    }
}
