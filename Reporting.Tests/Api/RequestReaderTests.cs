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

    [Fact]
    public async Task A_byte_order_mark_before_the_body_is_passed_over()
    {
        Assert.Equal("usage", (await ReadAsync(Encoding.UTF8.GetBytes("\uFEFF{\"report\":\"usage\"}"))).Text("report"));
        Assert.False((await ReadAsync([0xEF, 0xBB, 0xBF])).Has("report"));
    }

    [Theory]
    [InlineData("{\"report\":\"usage\",}", "line 1, at byte 19 of the line.")]
    [InlineData("{\"report\":\n  nonsense}", "line 2, at byte 4 of the line.")]
    [InlineData("// a comment\n{}", "line 1, at byte 1 of the line.")]
    [InlineData("{} {}", "line 1, at byte 4 of the line.")]
    [InlineData("{\"a\":[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]}", "has more than 16 levels")]
    [InlineData("{\"report\":\"usage\",\"report\":\"usage\"}", "The body gives 'report' twice.")]
    [InlineData("{\"filters\":{\"user\":[],\"user\":[]}}", "The body gives 'user' twice.")]
    [InlineData("\uFEFF\uFEFF{}", "line 1, at byte 1 of the line.")]
    public async Task What_is_wrong_with_a_body_is_told_by_place_and_not_in_the_words_of_a_library(string body, string says)
    {
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync(Encoding.UTF8.GetBytes(body)));
        Assert.Equal((400, "invalid-json"), (problem.Status, problem.Code));
        Assert.Contains(says, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)reader options|LineNumber|BytePositionInLine|start of a value|0x", problem.Message);
    }

    [Fact]
    public async Task UTF_16_is_told_as_what_it_is()
    {
        ProblemException problem = await Assert.ThrowsAsync<ProblemException>(() => ReadAsync([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("{}")]));
        Assert.Contains("UTF-16", problem.Message, StringComparison.Ordinal);
    }

    private static Task<RequestFields> ReadAsync(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new MemoryStream(body);
        return RequestReader.ReadJsonAsync(context.Request, TestContext.Current.CancellationToken);
    }
}
