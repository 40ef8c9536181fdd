using Microsoft.AspNetCore.Http;
using Reporting.Api.Activity;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Api.Exports;
using Reporting.Api.Hosting;
using Reporting.Api.Hosting.Load;

namespace Reporting.Tests.Api.Hosting;

public sealed class RequestMemoryTests
{
    [Theory]
    [InlineData(300L, "", 1)]
    [InlineData(3L << 20, "", 12)]
    [InlineData(40L << 20, "", 64)]
    [InlineData(300L, "gzip", 64)]
    [InlineData(null, "", 64)]
    public void Writing_activity_takes_four_times_its_lines_and_no_more_than_a_portion_of_them(long? length, string encoding, int megabytes)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentLength = length;
        if (encoding.Length > 0)
        {
            context.Request.Headers.ContentEncoding = encoding;
        }

        Assert.Equal(megabytes, RequestMemory.Of(ApiEndpoints.Find(typeof(IngestCommits), "POST"), context.Request));
    }

    [Fact]
    public void Other_requests_take_what_their_handler_says()
    {
        Assert.Equal(2, RequestMemory.Of(ApiEndpoints.Find(typeof(GetExport), "GET"), new DefaultHttpContext().Request));
        Assert.Equal(16, RequestMemory.Of(ApiEndpoints.Find(typeof(GetAuditLogFeed), "GET"), new DefaultHttpContext().Request));
    }
}
