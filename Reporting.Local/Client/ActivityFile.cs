using Reporting.Formats.Compression;
using Reporting.Local.CommandLine;
using Reporting.Local.Sample;

namespace Reporting.Local.Client;

/// <summary>Something to import: lines of one kind.</summary>
/// <param name="Name">What it is called for people.</param>
/// <param name="Kind">Its kind, see <see cref="ActivityKind"/>.</param>
/// <param name="Open">Opens it from the beginning, uncompressed.</param>
internal sealed record ActivityFile(string Name, string Kind, Func<Stream> Open)
{
    /// <summary>The project's own sample, which ends with the day before <paramref name="now"/>.</summary>
    public static IReadOnlyList<ActivityFile> Sample(DateTimeOffset now) =>
        [.. SampleActivity.Create(now).Select(entry => new ActivityFile("sample " + entry.Key, entry.Key, () => new MemoryStream(Encoding.UTF8.GetBytes(entry.Value))))];

    /// <summary>Every <c>*.ndjson</c> and <c>*.ndjson.gz</c> of a folder; a file's kind is determined by the beginning of its name, else by its first record.</summary>
    /// <exception cref="UserErrorException">The folder is missing or has no such file, or the kind of a file cannot be determined.</exception>
    public static async Task<IReadOnlyList<ActivityFile>> InFolderAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException($"There is no folder {Path.GetFullPath(folder)} (--input).");
        }

        List<ActivityFile> files = [];
        foreach (string path in Directory.EnumerateFiles(folder).Where(IsActivity).Order(StringComparer.Ordinal))
        {
            Stream Open() =>
                path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GunzipStream(File.OpenRead(path)) : File.OpenRead(path);
            string name = Path.GetFileName(path);
            files.Add(new ActivityFile(name, ActivityKind.OfFileName(name) ?? await KindOfFirstRecordAsync(name, Open, cancellationToken), Open));
        }

        return files.Count > 0
            ? files
            : throw new UserErrorException($"There is no *.ndjson or *.ndjson.gz in {Path.GetFullPath(folder)} (--input).");
    }

    /// <summary>Reads a file's lines; the error for a file that is not complete, valid gzip names the file.</summary>
    /// <exception cref="UserErrorException">It is not.</exception>
    public Task ReadAsync(Func<LineReader, Task> read) => ReadAsync(Name, Open, read);

    private static async Task ReadAsync(string name, Func<Stream> open, Func<LineReader, Task> read)
    {
        await using Stream stream = open();
        try
        {
            await read(new LineReader(stream));
        }
        catch (InvalidDataException exception)
        {
            throw new UserErrorException(
                $"{name} is not whole, valid gzip: it is damaged, ends early, or something follows its end. Get it once more.", exception);
        }
    }

    private static bool IsActivity(string path) =>
        path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".ndjson.gz", StringComparison.OrdinalIgnoreCase);

    private static async Task<string> KindOfFirstRecordAsync(string name, Func<Stream> open, CancellationToken cancellationToken)
    {
        byte[]? line = null;
        await ReadAsync(name, open, async reader => line = await reader.ReadAsync(1, int.MaxValue, cancellationToken));
        return ActivityKind.OfRecord(line) ?? throw new UserErrorException(
            $"{name}: what it holds can be told neither by its name ({string.Join(", ", ActivityKind.Names.Select(kind => kind + "*"))}) nor by its first line.");
    }
}
