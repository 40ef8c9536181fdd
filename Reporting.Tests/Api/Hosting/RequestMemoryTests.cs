using Reporting.Api;
using Reporting.Api.Activity;
using Reporting.Api.AuditLogs.Feed;
using Reporting.Api.Exports;
using Reporting.Api.Hosting.Load;

namespace Reporting.Tests.Api.Hosting;

public sealed class RequestMemoryTests
{
    [Theory]
    [InlineData(0L, 1)]
    [InlineData(300L, 1)]
    [InlineData(3L << 20, 12)]
    [InlineData(40L << 20, 64)]
    public void Writing_activity_takes_four_times_the_lines_that_have_come_and_no_more_than_a_portion_of_them(long bytes, int megabytes)
    {
        Assert.Equal(megabytes, RequestMemory.OfLines(bytes));
        Assert.Equal(1, RequestMemory.AtFirst(ApiEndpoints.Find(typeof(IngestActivity), "POST")));
    }

    [Fact]
    public void Other_requests_take_what_their_handler_says()
    {
        Assert.Equal(2, RequestMemory.AtFirst(ApiEndpoints.Find(typeof(GetExport), "GET")));
        Assert.Equal(16, RequestMemory.AtFirst(ApiEndpoints.Find(typeof(GetAuditLogFeed), "GET")));
    }
}
