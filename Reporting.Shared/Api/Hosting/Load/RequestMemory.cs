using System.Reflection;
using Microsoft.AspNetCore.Http;
using Reporting.Activity.Ingest;

namespace Reporting.Api.Hosting.Load;

/// <summary>About how much memory a request will take, before anything of it is read.</summary>
internal static class RequestMemory
{
    /// <summary>A line of activity is held as text of two bytes a character, as a record and as a row on its way to storage.</summary>
    private const int TimesItsLines = 4;
    private const int Mebibyte = 1 << 20;

    /// <summary>MiB, at least 1.</summary>
    /// <example>A body of 3 MiB of lines takes 12 MiB. One of 40 MiB is worked on in portions of 16 MiB, so it takes 64 MiB, as does one whose length is not known.</example>
    public static int Of(ApiEndpoint endpoint, HttpRequest request)
    {
        if (endpoint.Access != ApiAccess.ActivityWriter)
        {
            return endpoint.Handler.GetCustomAttribute<ApiMemoryAttribute>()?.Megabytes ?? ApiMemoryAttribute.DefaultMegabytes;
        }

        bool isPlain = request.Headers.ContentEncoding.Count == 0;
        long lines = isPlain && request.ContentLength is { } length ? Math.Min(length, IngestLimits.PortionBytes) : IngestLimits.PortionBytes;
        return (int)Math.Max(1, ((lines * TimesItsLines) + Mebibyte - 1) / Mebibyte);
    }
}
