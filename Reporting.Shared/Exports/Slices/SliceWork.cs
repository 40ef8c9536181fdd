using Azure.Storage.Blobs.Specialized;
using Reporting.Activity.Scanning;
using Reporting.Exports.Workflow;
using Reporting.Formats;
using Reporting.Reports;

namespace Reporting.Exports.Slices;

/// <summary>Everything that one execution of a slice needs to know.</summary>
/// <param name="Request">The step's payload.</param>
/// <param name="Attempt">The execution: 16 lower-case hex digits.</param>
/// <param name="Ranges">What is left to read, in order.</param>
/// <param name="Query">What to read of it.</param>
/// <param name="Shown">The file's columns.</param>
/// <param name="Format">The file's format.</param>
/// <param name="FormatOptions">Its options.</param>
/// <param name="Gzip">Whether the part is a piece of a gzip member.</param>
/// <param name="Blob">The blob on which blocks are staged.</param>
internal sealed record SliceWork(
    SliceRequest Request, string Attempt, IReadOnlyList<KeyRange> Ranges, ReportQuery Query, IReadOnlyList<OutputColumn> Shown,
    IReportFormat Format, FormatOptions FormatOptions, bool Gzip, BlockBlobClient Blob)
{
    /// <summary>Whether this part begins the file.</summary>
    public bool IsFirst => Request is { Slice: 0, Part: 0 };

    /// <summary>The key of the part's row and of its blocks.</summary>
    public string Key => SlicePartJsonConverter.KeyOf(Request.Slice, Request.Part, Attempt);
}
