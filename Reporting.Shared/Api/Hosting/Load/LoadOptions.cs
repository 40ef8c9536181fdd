using System.ComponentModel.DataAnnotations;

namespace Reporting.Api.Hosting.Load;

/// <summary>Settings of the section <c>Load</c>: how much of the process's memory requests may take at a time.</summary>
public sealed class LoadOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Load";

    /// <summary>
    /// MiB for requests that write activity; 1 to 65,536. One takes four times its lines, at least 1 and at most 64 MiB: 256 MiB are
    /// four calls of the largest kind, or 256 small ones.
    /// </summary>
    [Range(1, 65_536)]
    public int IngestMegabytes { get; set; } = 256;

    /// <summary>MiB for all other requests with a token; 1 to 65,536. Most take 2 MiB, a page of the feed 16.</summary>
    [Range(1, 65_536)]
    public int RequestMegabytes { get; set; } = 128;

    /// <summary>Seconds for which a request waits for its turn before it is refused with 503; 0 to 60.</summary>
    [Range(0, 60)]
    public int WaitSeconds { get; set; } = 5;
}
