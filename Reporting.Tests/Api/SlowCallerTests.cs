using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Reporting.Api.Hosting.Load;
using Reporting.Tests.Access;

namespace Reporting.Tests.Api;

/// <summary>Callers that send or take nothing while their requests have room, on raw sockets; the service's clock is moved by hand.</summary>
public sealed class SlowCallerTests(AzuriteServer azurite)
{
    private static readonly DateTimeOffset s_time = new(2026, 1, 28, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_body_that_does_not_come_holds_one_mebibyte_and_is_ended()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using ApiHost host = await StartAsync(time, [("Load:IngestMegabytes", "4"), ("Load:WaitSeconds", "0")]);
        LoadGate gate = host.Services.GetRequiredService<LoadGate>();
        List<Socket> slow = [];
        try
        {
            // The fourth fills the room: none took more than one mebibyte, though no length was announced.
            for (int number = 0; number < 4; number++)
            {
                slow.Add(await OpenIngestAsync(host, host.AdminToken));
                await UntilAsync(() => Task.FromResult(gate.Free.Ingest == 3 - number));
            }

            (await IngestAsync(host, host.AdminToken)).IsProblem(503);
            Task<string>[] ends = [.. slow.Select(ReadAsync)];
            await UntilAsync(() =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(ends.All(end => end.IsCompleted));
            });

            Assert.All(ends, end => Assert.StartsWith("HTTP/1.1 408 ", end.Result, StringComparison.Ordinal));
            Assert.All(ends, end => Assert.Contains("urn:reporting:problem:too-slow", end.Result, StringComparison.Ordinal));
            await UntilAsync(() => Task.FromResult(gate.Free.Ingest == 4));
            Assert.Equal(200, (await IngestAsync(host, host.AdminToken)).Status);
        }
        finally
        {
            slow.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task An_answer_that_is_not_taken_is_cut_and_its_room_is_free()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using ApiHost host = await StartAsync(time, [("Load:RequestMegabytes", "2"), ("Load:WaitSeconds", "0")]);
        JsonElement taken = await host.IngestAsync("audit-events", Enumerable.Range(0, 500).Select(number => ApiHost.AuditEvent(number, s_time, description: new string('x', 2000))));
        Assert.Equal(500, taken.GetProperty("accepted").GetInt32());
        using Socket slow = await OpenAsync(host, $"GET /api/audit-logs?first=500&until=2026-02-01T00:00:00Z HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {host.AdminToken}\r\n\r\n");

        LoadGate gate = host.Services.GetRequiredService<LoadGate>();
        Assert.True(await slow.ReceiveAsync(new byte[16], Cancellation) > 0); // The answer has begun: all that is waited for now is its caller.
        Assert.Equal(0, gate.Free.Requests);
        (await host.GetAsync("/api/exports")).IsProblem(503);
        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(gate.Free.Requests == 2);
        });

        Assert.Equal(200, (await host.GetAsync("/api/exports")).Status);
        string rest = await ReadAsync(slow);
        Assert.DoesNotContain("\"hasNextPage\"", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_caller_does_not_take_all_the_room()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        var forge = new TokenFactory(authority);
        await using ApiHost host = await StartAsync(
            new FakeTimeProvider(TimeProvider.System.GetUtcNow()),
            [("Load:IngestMegabytes", "128"), ("Load:CallerPercent", "50"), ("Load:WaitSeconds", "0"), ("Access:Authority", authority.Issuer), ("Access:Audience", TokenFactory.Audience)]);
        string greedy = forge.Make("email", "greedy@example.com");
        List<Socket> open = [];
        try
        {
            for (int number = 0; number < 64; number++)
            {
                open.Add(await OpenIngestAsync(host, greedy));
            }

            LoadGate gate = host.Services.GetRequiredService<LoadGate>();
            await UntilAsync(() => Task.FromResult(gate.Free.Ingest == 64));
            ApiResponse refused = (await IngestAsync(host, greedy)).IsProblem(503);
            Assert.Contains("as one caller may", refused.Text, StringComparison.Ordinal);
            Assert.NotNull(refused.Header("Retry-After"));
            Assert.Equal(200, (await IngestAsync(host, forge.Make())).Status);
        }
        finally
        {
            open.ForEach(socket => socket.Dispose());
        }
    }

    private Task<ApiHost> StartAsync(TimeProvider time, (string Name, string Value)[] settings) => ApiHost.StartAsync(
        azurite,
        settings.ToDictionary(setting => setting.Name, setting => (string?)setting.Value, StringComparer.Ordinal),
        services =>
        {
            services.AddSingleton(time);

            // What is shown here is the service's own doing, as behind the Functions host, where the server sees one fast caller.
            services.Configure<KestrelServerOptions>(server => (server.Limits.MinRequestBodyDataRate, server.Limits.MinResponseDataRate) = (null, null));

            // Sockets that buffer little: an answer of a megabyte stands still when it is not taken.
            services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = endpoint =>
            {
                Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
                socket.SendBufferSize = 4096;
                return socket;
            });
        });

    private static async Task<ApiResponse> IngestAsync(ApiHost host, string token)
    {
        using var content = new StringContent(ApiHost.AuditEvent(1, s_time), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson"));
        return await host.SendContentAsync(HttpMethod.Post, "/api/activity/audit-events", content, token);
    }

    // A first piece of a line, and then nothing more.
    private static Task<Socket> OpenIngestAsync(ApiHost host, string token) => OpenAsync(
        host,
        $"POST /api/activity/audit-events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{{\"id\"\r\n");

    private static async Task<Socket> OpenAsync(ApiHost host, string request)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, host.Client.BaseAddress!.Port), Cancellation);
        await socket.SendAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        return socket;
    }

    // All that comes until the service ends the connection, or the first answer.
    private static async Task<string> ReadAsync(Socket socket)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await socket.ReceiveAsync(buffer, Cancellation) is > 0 and var count)
            {
                text.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
        }
        catch (SocketException)
        {
            text.Append(CultureInfo.InvariantCulture, $" (reset)");
        }

        return text.ToString();
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, Cancellation);
        }
    }
}
