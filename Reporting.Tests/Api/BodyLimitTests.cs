using Microsoft.AspNetCore.Http;
using Reporting.Api.Hosting;
using Reporting.Api.Problems;
using Reporting.Api.Requests;
using Reporting.Formats.Compression;

namespace Reporting.Tests.Api;

public sealed class BodyLimitTests
{
    private const int Limit = 64 * 1024;

    [Fact]
    public void A_body_that_says_it_is_too_long_is_refused_before_a_byte_of_it_is_read()
    {
        var body = new EndlessBody();
        HttpContext context = Request(body);
        context.Request.ContentLength = Limit + 1;

        ProblemException refused = Assert.Throws<ProblemException>(() => BodyLimit.Apply(context, Limit));

        Assert.Equal(413, refused.Status);
        Assert.Equal(0, body.Given);
    }

    [Fact]
    public async Task A_body_without_a_length_is_read_no_further_than_its_limit()
    {
        var body = new EndlessBody();
        HttpContext context = Request(body);
        BodyLimit.Apply(context, Limit);

        long before = GC.GetAllocatedBytesForCurrentThread();
        ProblemException refused = await Assert.ThrowsAsync<ProblemException>(() => RequestReader.ReadBodyAsync(context.Request, CancellationToken.None));
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(413, refused.Status);
        Assert.InRange(body.Given, Limit + 1, Limit + EndlessBody.Portion);
        Assert.InRange(allocated, 0, 1 << 20);
    }

    private static DefaultHttpContext Request(Stream body) => new() { Request = { Method = "POST", ContentType = "application/json", Body = body } };

    /// <summary>Gives spaces for ever, some thousand at a time, at once.</summary>
    private sealed class EndlessBody : ForwardOnlyStream
    {
        public const int Portion = 4096;

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override int Read(Span<byte> buffer)
        {
            int portion = Math.Min(Portion, buffer.Length);
            buffer[..portion].Fill((byte)' ');
            Given += portion;
            return portion;
        }
    }
}
