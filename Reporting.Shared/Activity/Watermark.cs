using Microsoft.Extensions.Options;

namespace Reporting.Activity;

/// <summary>
/// Up to when the log can be read as complete: every row that carries an earlier <c>changedAt</c> is visible, because a writer whose
/// write was not acknowledged within <c>Ingest:MaxWriteSeconds</c> stamps the row anew.
/// </summary>
public sealed class Watermark(IOptions<IngestOptions> options)
{
    /// <summary>The watermark of a plan (or read) made at <paramref name="planTime"/>, cut to milliseconds, UTC.</summary>
    public DateTimeOffset At(DateTimeOffset planTime) => Rows.Rfc3339.ToMilliseconds(planTime - TimeSpan.FromSeconds(options.Value.MaxWriteSeconds));
}
