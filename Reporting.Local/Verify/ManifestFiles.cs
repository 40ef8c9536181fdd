using Reporting.Exports.Manifests;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Verify;

/// <summary>Reads what was downloaded.</summary>
internal static class ManifestFiles
{
    /// <summary>A manifest with the signature beside it (<c>.jws</c>).</summary>
    /// <exception cref="UserErrorException">One of them is missing or cannot be read.</exception>
    public static async Task<SignedManifest> ReadAsync(string path, string name, CancellationToken cancellationToken)
    {
        await using Stream content = Open(path);
        await using Stream signature = Open(path + ".jws");
        using var bytes = new MemoryStream();
        await content.CopyToAsync(bytes, cancellationToken);
        using var text = new StreamReader(signature);
        return new SignedManifest(name, bytes.ToArray(), (await text.ReadToEndAsync(cancellationToken)).Trim());
    }

    /// <summary>Opens a file for reading.</summary>
    /// <exception cref="UserErrorException">It is missing or cannot be read.</exception>
    public static Stream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(exception is FileNotFoundException or DirectoryNotFoundException ? $"There is no file {path}." : $"{path} cannot be read: {exception.Message}", exception);
        }
    }
}
