using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Reporting.Exports;

namespace Reporting.Api.Exports;

/// <summary>The version (ETag) of an export as its status shows it: the job's row, its progress, and for a finished one the age of its link.</summary>
internal static class ExportVersion
{
    // An answer is called unchanged for a third of the time for which a link works, so that a kept link still works.
    private const int LinkParts = 3;

    /// <summary>The ETag, quoted.</summary>
    /// <param name="status">The job and how far it is.</param>
    /// <param name="linkLifetime">How long a link works.</param>
    /// <param name="now">The time.</param>
    public static string Of(ExportStatus status, TimeSpan linkLifetime, DateTimeOffset now)
    {
        long slot = status.Job.State == ExportState.Successful ? now.UtcTicks / (linkLifetime.Ticks / LinkParts) : 0;
        string text = string.Create(CultureInfo.InvariantCulture, $"{status.Job.ETag} {status.Progress.Rows} {status.Progress.SlicesDone} {slot}");
        return '"' + XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture) + '"';
    }

    /// <summary>
    /// Whether <c>If-None-Match</c> names the version, by weak comparison (RFC 9110 section 13.1.2): proxies that compress an answer make its
    /// ETag weak, and join several into a list.
    /// </summary>
    public static bool IsNamedBy(StringValues ifNoneMatch, string version) =>
        EntityTagHeaderValue.TryParseList(ifNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(new EntityTagHeaderValue(version), useStrongComparison: false));
}
