using System.ComponentModel.DataAnnotations;

namespace Reporting.Api.Hosting.Load;

/// <summary>Settings of the section <c>Load</c>: how much of the process's memory requests may take at a time, and how slow their callers may be.</summary>
public sealed class LoadOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Load";

    /// <summary>
    /// MiB for requests that write activity; 1 to 65,536. One takes four times the lines that have come so far, at least 1 and at most 64 MiB:
    /// 256 MiB are four calls of the largest kind, or 256 small ones.
    /// </summary>
    [Range(1, 65_536)]
    public int IngestMegabytes { get; set; } = 256;

    /// <summary>MiB for all other requests with a token; 1 to 65,536. Most take 2 MiB, a page of the feed 16.</summary>
    [Range(1, 65_536)]
    public int RequestMegabytes { get; set; } = 128;

    /// <summary>Percent of each of these that one caller may take, but 64 MiB always; 1 to 100.</summary>
    [Range(1, 100)]
    public int CallerPercent { get; set; } = 75;

    /// <summary>Seconds for which a request waits for its turn before it is refused with 503; 0 to 60.</summary>
    [Range(0, 60)]
    public int WaitSeconds { get; set; } = 5;

    /// <summary>Bytes a second that a caller sends and takes at least while its request has room; 0 to 1,048,576, 0 for no such limit.</summary>
    [Range(0, 1_048_576)]
    public int MinBytesPerSecond { get; set; } = 4096;

    /// <summary>Seconds that a request may wait for its caller beside what the rate allows; 1 to 600.</summary>
    [Range(1, 600)]
    public int SlowSeconds { get; set; } = 10;
}
