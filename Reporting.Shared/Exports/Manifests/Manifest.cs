using System.Text.Json.Serialization;

namespace Reporting.Exports.Manifests;

/// <summary>
/// What an export promises about its file, as <c>manifest.json</c> beside it holds it (docs/formats.md). All times are
/// <c>yyyy-MM-ddTHH:mm:ss.fffZ</c>, UTC; all hashes lower-case hex SHA-256. Made from recorded results only, so that the same results
/// give the same bytes.
/// </summary>
public sealed record Manifest
{
    /// <summary><see cref="Kind"/> of a manifest that describes a file.</summary>
    public const string Export = "export";

    /// <summary><see cref="Kind"/> of a manifest that says why a slot of a schedule has no file.</summary>
    public const string Gap = "gap";

    /// <summary>The version of this shape.</summary>
    public int ManifestVersion { get; init; } = 1;

    /// <summary><c>export</c>; <c>gap</c> in a schedule's chain for a slot that has no file.</summary>
    public string Kind { get; init; } = Export;

    /// <summary>The export's id; for a gap, empty.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the report.</summary>
    public required string Report { get; init; }

    /// <summary>Name of the format.</summary>
    public required string Format { get; init; }

    /// <summary>Version of the report's columns.</summary>
    public int SchemaVersion { get; init; }

    /// <summary>The columns asked for or the default ones, by record name, in the file's order.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>What else was chosen.</summary>
    public ManifestOptions? Options { get; init; }

    /// <summary>Filter name to values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Filters { get; init; } = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>First event time, inclusive.</summary>
    public required string Since { get; init; }

    /// <summary>End of the event times, exclusive.</summary>
    public required string Until { get; init; }

    /// <summary>First time of change, inclusive; null when rows were taken whenever they changed.</summary>
    public string? ChangedSince { get; init; }

    /// <summary>End of the times of change, exclusive; never later than the watermark.</summary>
    public string? ChangedUntil { get; init; }

    /// <summary>The first time of which the log was whole; null when nothing is ever deleted.</summary>
    public string? AvailableFrom { get; init; }

    /// <summary>Every row of the range that was acknowledged before then is in the file, once; rows acknowledged later may be.</summary>
    public string? Watermark { get; init; }

    /// <summary>Who asked.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When it was asked for.</summary>
    public required string RequestedAt { get; init; }

    /// <summary>When it was planned.</summary>
    public string? PlannedAt { get; init; }

    /// <summary>The file's name, without folder; empty for a gap.</summary>
    public string File { get; init; } = "";

    /// <summary>The file's rows.</summary>
    public long Rows { get; init; }

    /// <summary>Usage: commits of the range whose run is not in the log, and which so have no row.</summary>
    public long CommitsWithoutRun { get; init; }

    /// <summary>The file's length in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>Hash of the file; null when it was too large to be read back (<c>Exports:WholeFileHashMaxBytes</c>).</summary>
    public string? Sha256 { get; init; }

    /// <summary>Where <see cref="Sha256"/> is null: the hash of the slices' hashes (32 bytes each) one after another.</summary>
    public string? TreeSha256 { get; init; }

    /// <summary>Time of the first event in the file; null without rows.</summary>
    public string? FirstEventAt { get; init; }

    /// <summary>Time of the last event in the file; null without rows.</summary>
    public string? LastEventAt { get; init; }

    /// <summary>The pieces of the file, in order; their bytes one after another are the file.</summary>
    public IReadOnlyList<ManifestSlice> Slices { get; init; } = [];

    /// <summary>The schedule and slot it was made for, or null.</summary>
    public string? Schedule { get; init; }

    /// <summary>Hash of the schedule's manifest before this one; null for the first, and outside schedules.</summary>
    public string? PreviousManifestSha256 { get; init; }

    /// <summary>For a gap: why there is no file.</summary>
    public string? Reason { get; init; }

    /// <summary>The manifest in these bytes. Whether it is signed is another question (<see cref="ManifestVerifier"/>).</summary>
    /// <exception cref="JsonException">They hold none.</exception>
    public static Manifest Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize(json, ManifestJson.Default.Manifest) ?? throw new JsonException("Not a manifest.");

    /// <summary>Whether the text of a JSON <c>null</c>, which the types above do not foresee, stands in a member that needs a value, or a size is negative.</summary>
    internal bool IsMalformed() =>
        (object?[])[Kind, Id, Report, Format, Columns, Filters, Since, Until, RequestedBy, RequestedAt, File, Slices] is var needed && needed.Contains(null)
        || Columns.Any(column => column is null) || Filters.Values.Any(values => values?.All(value => value is not null) != true)
        || Rows < 0 || Bytes < 0 || Slices.Any(slice => slice is not { Rows: >= 0, Bytes: >= 0, Sha256: not null });

    /// <summary>Its bytes, over which it is signed and hashed.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Default.Manifest);
}

/// <summary>What was chosen about a file beside its columns and filters.</summary>
/// <param name="First">The oldest so many rows; 0 for all.</param>
/// <param name="Compression"><c>gzip</c> or <c>none</c>.</param>
/// <param name="Bom">CSV: whether it begins with a byte order mark.</param>
/// <param name="SpreadsheetSafe">CSV: whether text was made harmless for spreadsheets (docs/formats.md); it differs from the log then.</param>
public sealed record ManifestOptions(long First, string Compression, bool Bom, bool SpreadsheetSafe);

/// <summary>A piece of a file.</summary>
/// <param name="Slice">Number of the slice, from 0.</param>
/// <param name="Part">Number of the part within the slice, from 0.</param>
/// <param name="Rows">Rows in it.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Lower-case hex SHA-256 of its bytes.</param>
public sealed record ManifestSlice(int Slice, int Part, long Rows, long Bytes, string Sha256);

/// <summary>JSON of manifests and key sets, generated at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(ManifestKeySet))]
internal sealed partial class ManifestJson : JsonSerializerContext;
