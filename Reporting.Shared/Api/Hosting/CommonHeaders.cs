using Microsoft.AspNetCore.Http;

namespace Reporting.Api.Hosting;

/// <summary>The headers of every answer, good or bad.</summary>
internal static class CommonHeaders
{
    // Pages of another origin see no other headers than these (Fetch standard, section 3.2.3); the pages in Azure are of another origin than the API.
    private const string SeenByPages = "ETag, Location, Retry-After, Feed-Cursor";

    /// <summary>Sets them: nothing is kept by a cache or guessed at, and pages see what they need.</summary>
    public static void Set(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.AccessControlExposeHeaders = SeenByPages;
    }
}
