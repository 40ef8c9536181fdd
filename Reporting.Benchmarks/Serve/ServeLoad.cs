using System.Net.Http.Headers;
using Azure.Data.Tables;

namespace Reporting.Benchmarks.Serve;

/// <summary>
/// Fifty clients of ten users: each looks at its export's status once a second and starts another one every ten seconds. Beside each, at
/// the same pace and half a second apart, the same through the bare SDK.
/// </summary>
internal sealed class ServeLoad(HttpClient http, BareStorage bare, IReadOnlyList<(string Name, string Token)> users, TimeProvider time)
{
    private const int Clients = 50;
    private const int SecondsBetweenStarts = 10;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public Latencies Status { get; } = new(time);

    public Latencies BareRead { get; } = new(time);

    public Latencies Start { get; } = new(time);

    public Latencies BareWrites { get; } = new(time);

    /// <summary>Runs for so long; what happens in the warm-up does not count.</summary>
    public async Task RunAsync(int warmUpSeconds, int seconds)
    {
        long begin = time.GetTimestamp();
        Task[] clients = [.. Enumerable.Range(0, Clients).Select(client => RunClientAsync(client, begin, warmUpSeconds + seconds))];
        await Task.Delay(TimeSpan.FromSeconds(warmUpSeconds), time);
        foreach (Latencies latencies in (Latencies[])[Status, BareRead, Start, BareWrites])
        {
            latencies.Counts = true;
        }

        await Task.WhenAll(clients);
    }

    private async Task RunClientAsync(int client, long begin, int seconds)
    {
        (string name, string token) = users[client % users.Count];
        string job = await StartAsync(token);
        TableEntity row = await bare.ReadAsync(job);
        for (int second = 0; second < seconds; second++)
        {
            await UntilAsync(begin, (second * Second) + (client * Second / Clients));
            await Status.MeasureAsync(() => SendAsync(HttpMethod.Get, "/api/exports/" + job, token, null));
            if ((second + client) % SecondsBetweenStarts == 0)
            {
                job = await Start.MeasureAsync(() => StartAsync(token));
            }

            await UntilAsync(begin, (second * Second) + (client * Second / Clients) + (Second / 2));
            await BareRead.MeasureAsync(() => bare.ReadAsync(job));
            if ((second + client) % SecondsBetweenStarts == 0)
            {
                await BareWrites.MeasureAsync(() => bare.WriteAsync(row, name));
            }
        }
    }

    private async Task<string> StartAsync(string token)
    {
        byte[] answer = await SendAsync(HttpMethod.Post, "/api/exports", token, """{"report":"recipe-runs","format":"CSV"}""");
        using JsonDocument job = JsonDocument.Parse(answer);
        return job.RootElement.GetProperty("id").GetString()!;
    }

    private async Task<byte[]> SendAsync(HttpMethod method, string path, string token, string? body)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpResponseMessage answer = await http.SendAsync(request);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? bytes : throw new InvalidOperationException($"{method} {path}: {answer.StatusCode} {Encoding.UTF8.GetString(bytes)}");
    }

    private async Task UntilAsync(long begin, TimeSpan due)
    {
        TimeSpan early = due - time.GetElapsedTime(begin);
        if (early > TimeSpan.Zero)
        {
            await Task.Delay(early, time);
        }
    }
}
