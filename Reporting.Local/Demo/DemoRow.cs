namespace Reporting.Local.Demo;

/// <summary>A line of the demo's table.</summary>
/// <param name="Report">The report.</param>
/// <param name="Rows">Rows of its file.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Elapsed">From the request to the downloaded file.</param>
/// <param name="File">Its path, or null when the export failed.</param>
internal sealed record DemoRow(string Report, long Rows, long Bytes, TimeSpan Elapsed, string? File);
