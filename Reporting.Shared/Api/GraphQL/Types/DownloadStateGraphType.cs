using GraphQL.Types;

namespace Reporting.Api.GraphQL.Types;

/// <summary>The states of a download.</summary>
internal sealed class DownloadStateGraphType : EnumerationGraphType
{
    public DownloadStateGraphType()
    {
        Name = "DownloadState";
        Description = "Where a download stands.";
        Add("QUEUED", "QUEUED", "Accepted, not yet begun.");
        Add("IN_PROGRESS", "IN_PROGRESS", "Being written.");
        Add("SUCCESSFUL", "SUCCESSFUL", "The file is whole and there: download it from url.");
        Add("FAILED", "FAILED", "Ended without a file; stateMessage says why.");
        Add("CANCELED", "CANCELED", "Cancelled by somebody; there is no file.");
        Add("EXPIRED", "EXPIRED", "Was successful; the file has been deleted since.");
    }
}
