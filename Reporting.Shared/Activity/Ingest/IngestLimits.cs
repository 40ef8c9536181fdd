namespace Reporting.Activity.Ingest;

/// <summary>How much one call takes, and in what portions it is written.</summary>
/// <param name="MaxRows">Lines of a call, blank ones included; those behind are not read.</param>
/// <param name="PortionRows">Rows that are folded and written together.</param>
public sealed record IngestLimits(long MaxRows, int PortionRows)
{
    /// <summary>Bytes of a line without its line end: a text of 32,768 units, each written <c>\uXXXX</c>, and room for the other fields.</summary>
    public const int MaxLineBytes = 198_000;

    /// <summary>Bytes of lines after which a portion is written, whatever its rows.</summary>
    public const int PortionBytes = 16 * 1024 * 1024;

    /// <summary>A call of the API: 10,000 rows, written together.</summary>
    public static IngestLimits Call { get; } = new(10_000, 10_000);

    /// <summary>A file of any length.</summary>
    public static IngestLimits File { get; } = new(long.MaxValue, 2_000);
}
