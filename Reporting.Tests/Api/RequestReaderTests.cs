using System.Text;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;
using Reporting.Api.Requests;

namespace Reporting.Tests.Api;

public sealed class RequestReaderTests
{
    [Theory]
    [InlineData("""{"filters":{"user":["\ud800"]}}""")]
    [InlineData("""{"filters":{"user":["a\udc00b"]}}""")]
    [InlineData("""{"\ud83d":1}""")]
    [InlineData("{\"report\":\"usage\u00E9\"}")]
    public async Task A_text_that_is_none_is_told_as_what_it_is(string body)
    {
        // The last one as Latin-1: its é is one byte, which is no UTF-8.
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(Encoding.Latin1.GetBytes(body)));
        Assert.Equal(400, problem.Status);
        Assert.Equal("The body holds a text that is not valid UTF-8, or half of a surrogate pair.", problem.Message);
    }

    [Fact]
    public async Task A_surrogate_pair_is_text()
    {
        RequestFields fields = await ReadAsync(Encoding.UTF8.GetBytes("""{"report":"\ud83c\udf89"}"""));
        Assert.Equal("🎉", fields.Text("report"));
    }

    private static Task<RequestFields> ReadAsync(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(body);
        return RequestReader.ReadJsonAsync(context.Request, TestContext.Current.CancellationToken);
    }
}
