using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>Reads what was downloaded, which may be anything: a pipe must not block, a device not fill the memory.</summary>
internal static partial class DownloadedFiles
{
    /// <summary>Far above the manifest of the largest export; a signature has a few hundred bytes, a key set a few thousand.</summary>
    private const int MaxManifestBytes = 64 << 20;
    private const int MaxSignatureBytes = 1 << 16;

    /// <summary>A manifest with the signature beside it (<c>.jws</c>).</summary>
    /// <exception cref="UserErrorException">One of them is missing or cannot be read.</exception>
    public static async Task<SignedManifest> ReadManifestAsync(string path, string name, CancellationToken cancellationToken)
    {
        byte[] content = await ReadAsync(path, MaxManifestBytes, cancellationToken);
        byte[] signature = await ReadAsync(path + ".jws", MaxSignatureBytes, cancellationToken);
        return new SignedManifest(name, content, System.Text.Encoding.UTF8.GetString(signature).Trim());
    }

    /// <summary>A whole file of at most so many bytes.</summary>
    /// <exception cref="UserErrorException">It is missing, larger, or cannot be read.</exception>
    public static async Task<byte[]> ReadAsync(string path, int maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream stream = Open(path);
            using var bytes = new MemoryStream();
            byte[] buffer = new byte[1 << 16];
            for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                if (bytes.Length + read > maxBytes)
                {
                    throw new UserErrorException(
                        FormattableString.Invariant($"{path} is larger than {maxBytes} bytes, so it is not what it should be."));
                }

                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        catch (IOException exception)
        {
            throw Unreadable(path, exception);
        }
    }

    /// <summary>Opens a file for reading. It never waits, as opening a named pipe that has no writer does.</summary>
    /// <exception cref="UserErrorException">It is missing, no regular file, or cannot be read.</exception>
    public static Stream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new UserErrorException($"{path} is a folder. Name a file.");
        }

        try
        {
            // On Windows the platform itself refuses to open what is no file.
            FileStream stream = OperatingSystem.IsWindows()
                ? File.OpenRead(path)
                : new FileStream(OpenWithoutWaiting(path), FileAccess.Read);
            if (stream.CanSeek)
            {
                return stream;
            }

            stream.Dispose();
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw Unreadable(path, exception);
        }

        throw new UserErrorException($"{path} is no regular file but a pipe or a device. Save what it gives to a file first.");
    }

    private static UserErrorException Unreadable(string path, Exception exception) =>
        new(exception is FileNotFoundException or DirectoryNotFoundException ? $"There is no file {path}." : $"{path} cannot be read: {exception.Message}", exception);

    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(null, path);
        }

        // O_NONBLOCK | O_CLOEXEC (POSIX open()); their values differ between Linux and the BSDs, macOS among them. O_RDONLY is 0.
        int handle = OpenFile(
            path, OperatingSystem.IsLinux() ? 0x800 | 0x80000 : OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 : 0x4 | 0x100000);
        return handle >= 0
            ? new SafeFileHandle(handle, ownsHandle: true)
            : throw new IOException(new Win32Exception(Marshal.GetLastPInvokeError()).Message);
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int OpenFile(string path, int flags);
}
