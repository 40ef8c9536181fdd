using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Reporting.Local.Client;
using Reporting.Local.CommandLine;

namespace Reporting.Tests.Local.Client;

public sealed class ReportingClientTests
{
    private const string Taken = """{"received":1,"accepted":1,"inserted":1,"replaced":0,"unchanged":0,"refused":0,"badLines":[]}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_that_a_busy_service_does_not_take_are_sent_again_as_they_are()
    {
        List<string> sent = [];
        await using WebApplication service = await StartAsync(body =>
        {
            sent.Add(body);
            return sent.Count < 3 ? (503, """{"detail":"busy"}""") : (200, Taken);
        });
        using var client = new ReportingClient(new Uri(service.Urls.Single()), "token", TimeProvider.System);

        Assert.Equal(1, (await client.IngestAsync("audit-events", "a line"u8.ToArray(), Cancellation)).Accepted);
        Assert.Equal(["a line", "a line", "a line"], sent);
    }

    [Fact]
    public async Task A_service_that_stays_busy_and_one_that_refuses_are_told_in_its_own_words()
    {
        int status = 503;
        int calls = 0;
        await using WebApplication service = await StartAsync(_ =>
        {
            calls++;
            return (status, """{"detail":"Not now."}""");
        });
        using var client = new ReportingClient(new Uri(service.Urls.Single()), "token", TimeProvider.System);
        Assert.Equal("POST /api/activity/commits was answered 503: Not now.", (await Assert.ThrowsAsync<UserErrorException>(() => client.IngestAsync("commits", [], Cancellation))).Message);
        Assert.Equal(20, calls);

        status = 403;
        Assert.Equal("POST /api/activity/commits was answered 403: Not now.", (await Assert.ThrowsAsync<UserErrorException>(() => client.IngestAsync("commits", [], Cancellation))).Message);
        Assert.Equal(21, calls);
    }

    private static async Task<WebApplication> StartAsync(Func<string, (int Status, string Json)> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication service = builder.Build();
        service.Run(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            (int status, string json) = answer(await body.ReadToEndAsync(context.RequestAborted));
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "0";
            await context.Response.WriteAsync(json, context.RequestAborted);
        });
        await service.StartAsync(Cancellation);
        return service;
    }
}
