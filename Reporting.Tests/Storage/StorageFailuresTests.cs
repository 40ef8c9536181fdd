using Azure;
using Reporting.Storage;

namespace Reporting.Tests.Storage;

public sealed class StorageFailuresTests
{
    [Theory]
    [InlineData(0, true)]
    [InlineData(408, true)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(403, false)]
    [InlineData(404, false)]
    [InlineData(409, false)]
    public void What_the_service_says_decides(int status, bool unavailable) =>
        Assert.Equal(unavailable, StorageFailures.IsUnavailable(new RequestFailedException(status, "answer")));

    [Fact]
    public void Broken_connections_and_time_outs_are_the_services_and_missing_files_are_ours()
    {
        Assert.True(StorageFailures.IsUnavailable(new IOException("The connection was reset.")));
        Assert.True(StorageFailures.IsUnavailable(new HttpIOException(HttpRequestError.ResponseEnded)));
        Assert.True(StorageFailures.IsUnavailable(new TaskCanceledException()));
        Assert.True(StorageFailures.IsUnavailable(new TimeoutException()));
        Assert.True(StorageFailures.IsUnavailable(new AggregateException(new RequestFailedException(503, "busy"), new IOException())));
        Assert.False(StorageFailures.IsUnavailable(new FileNotFoundException()));
        Assert.False(StorageFailures.IsUnavailable(new InvalidOperationException()));
        Assert.False(StorageFailures.IsUnavailable(new AggregateException(new InvalidOperationException())));
    }
}
