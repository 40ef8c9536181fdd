using Azure.Core;
using Azure.Data.Tables;

namespace Reporting.Storage.Paging;

/// <summary>Makes a table client's queries readable page by page, raw.</summary>
public static class PageCaptureOptions
{
    /// <summary>Adds the policy that the activity scanner needs. It changes nothing for requests that are not marked.</summary>
    public static TableClientOptions AddPageCapture(this TableClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddPolicy(PageCapturePolicy.Shared, HttpPipelinePosition.BeforeTransport);
        return options;
    }
}
