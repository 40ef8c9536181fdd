using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Reporting.Exports;

namespace Reporting.Api.Exports;

/// <summary>The version (ETag) of an export as its status shows it: the job's row, its progress, and for a finished one the age of its link.</summary>
internal static class ExportVersion
{
    // A link works for 15 minutes. An answer is called unchanged for less than that, so that a kept link still works.
    private static readonly TimeSpan LinkSlot = TimeSpan.FromMinutes(5);

    /// <summary>The ETag, quoted.</summary>
    public static string Of(ExportStatus status, DateTimeOffset now)
    {
        long slot = status.Job.State == ExportState.Successful ? now.UtcTicks / LinkSlot.Ticks : 0;
        string text = string.Create(CultureInfo.InvariantCulture, $"{status.Job.ETag} {status.Progress.Rows} {status.Progress.SlicesDone} {slot}");
        return '"' + XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(text)).ToString("x16", CultureInfo.InvariantCulture) + '"';
    }
}
