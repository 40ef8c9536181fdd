using System.Net.Sockets;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Azurite;

/// <summary>The folder that holds Azurite's data, held by one host at a time.</summary>
internal sealed class AzuriteDataFolder : IDisposable
{
    private readonly FileStream _lock;

    private AzuriteDataFolder(string path, FileStream held)
    {
        Path = path;
        _lock = held;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Holds the key of Azurite's account (<see cref="AzuriteKeyFile"/>).</summary>
    public string KeyFile => System.IO.Path.Combine(Path, "azurite.key");

    /// <summary>Where Azurite keeps its files.</summary>
    public string AzuriteLocation => System.IO.Path.Combine(Path, "azurite");

    /// <summary>Holds the port of the beacon for as long as an Azurite may write to the folder (<c>azurite-host.cjs</c>).</summary>
    public string BeaconFile => System.IO.Path.Combine(Path, "azurite.beacon");

    /// <summary>Takes the folder, making it when it is not there.</summary>
    /// <exception cref="UserErrorException">Another host has it, or it cannot be made.</exception>
    public static AzuriteDataFolder Take(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            string lockFile = System.IO.Path.Combine(path, "host.lock");
            bool isOurs = !Directory.Exists(path) || File.Exists(lockFile) || !Directory.EnumerateFileSystemEntries(path).Any();
            OwnerOnly.MakeFolder(path);
            // The system releases the lock when the process ends, however it ends.
            FileStream held = OwnerOnly.Open(lockFile, FileMode.OpenOrCreate);
            try
            {
                Close(path, lockFile, isOurs);
                return new AzuriteDataFolder(path, held);
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UserErrorException($"The data folder {path} cannot be written to. Give another one with --data.", exception);
        }
        catch (IOException exception)
        {
            throw new UserErrorException($"The data folder {path} is in use by another Reporting.Local, or cannot be written to. End that one, or give another folder with --data.", exception);
        }
    }

    /// <summary>
    /// Waits until the Azurite of a host that was killed has saved its data and let go of the folder. Returns at once when there is none.
    /// </summary>
    public async Task WaitForFormerAzuriteAsync(Action<string> progress, CancellationToken cancellationToken)
    {
        if (!File.Exists(BeaconFile) || !int.TryParse(await File.ReadAllTextAsync(BeaconFile, cancellationToken), NumberStyles.None, CultureInfo.InvariantCulture, out int port))
        {
            return;
        }

        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            if (string.Equals(await reader.ReadLineAsync(cancellationToken), "reporting azurite", StringComparison.Ordinal))
            {
                progress("Waiting for the Azurite of the last run to save its data ...");
                await reader.ReadToEndAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // No process listens, or the connection broke off as the process ended: the folder is free.
        }

        File.Delete(BeaconFile);
    }

    public void Dispose() => _lock.Dispose();

    // Versions before left all of it readable by others. A folder that holds other things, or that several users share (sticky, such as /tmp), is not ours to close; what we put there is.
    private static void Close(string path, string lockFile, bool isOurs)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        if (isOurs && !File.GetUnixFileMode(path).HasFlag(UnixFileMode.StickyBit))
        {
            OwnerOnly.Close(path, withContent: false);
        }

        File.SetUnixFileMode(lockFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        string azurite = System.IO.Path.Combine(path, "azurite");
        OwnerOnly.MakeFolder(azurite);
        OwnerOnly.Close(azurite, withContent: true);
    }
}
