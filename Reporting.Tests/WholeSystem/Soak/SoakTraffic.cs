using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace Reporting.Tests.WholeSystem.Soak;

/// <summary>What users, the platform and a collector do all day, against whichever host is there. A host that dies in the middle is asked again; any answer but success and 503 is wrong.</summary>
internal sealed class SoakTraffic(SoakLedger ledger, Func<HttpClient> anyHost, CancellationToken stop) : IDisposable
{
    private static readonly TimeProvider s_time = TimeProvider.System;
    private readonly ConcurrentQueue<string> _wrong = new();
    private readonly ConcurrentDictionary<string, byte> _collected = new(StringComparer.Ordinal);
    private readonly HttpClient _files = new();

    public void Dispose() => _files.Dispose();

    /// <summary>What went wrong.</summary>
    public IReadOnlyCollection<string> Wrong => _wrong;

    /// <summary>Exports that were checked.</summary>
    public int Exports { get; private set; }

    /// <summary>Ids of events that the collector has got from the feed.</summary>
    public ICollection<string> Collected => _collected.Keys;

    /// <summary>Writes rows that happen now, a few a second.</summary>
    public Task IngestAsync(string kind) => RepeatAsync(TimeSpan.FromMilliseconds(500), async () =>
    {
        DateTimeOffset now = Rfc3339Now();
        (List<string> ids, string lines) = ledger.Make(kind, 8, now);
        await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, "/api/activity/" + kind) { Content = new StringContent(lines, new MediaTypeHeaderValue("application/x-ndjson")) }, CancellationToken.None);
        ledger.Acknowledge(ids, now, s_time.GetUtcNow());
    });

    /// <summary>Reads pages as a browsing user does.</summary>
    public Task BrowseAsync() => RepeatAsync(TimeSpan.FromMilliseconds(700), async () =>
    {
        foreach (string path in (string[])["/api/audit-logs?first=100", "/api/audit-logs?action=create.token&first=50", "/api/exports?first=20", "/api/reports"])
        {
            await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, path), stop);
        }
    });

    /// <summary>Follows the feed from its beginning.</summary>
    public async Task CollectAsync(DateTimeOffset since)
    {
        string query = "since=" + Uri.EscapeDataString(since.ToString("O"));
        await RepeatAsync(TimeSpan.FromSeconds(1), async () => query = await CollectOnceAsync(query));
    }

    /// <summary>One page of the feed; the query for the next.</summary>
    public async Task<string> CollectOnceAsync(string query)
    {
        (string body, HttpResponseHeaders headers) = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, "/api/audit-logs/feed?format=JSONL&" + query), CancellationToken.None);
        foreach (string id in SoakLedger.IdsIn(body))
        {
            _collected[id] = 0;
        }

        return "cursor=" + headers.GetValues("Feed-Cursor").Single();
    }

    /// <summary>Exports the last minutes again and again and checks each file.</summary>
    public Task ExportAsync(DateTimeOffset since) => RepeatAsync(TimeSpan.FromMilliseconds(500), async () =>
    {
        DateTimeOffset from = s_time.GetUtcNow().AddMinutes(-3);
        await ExportOnceAsync(Exports % 2 == 0 ? "audit-events" : "recipe-runs", from > since ? from : since);
    });

    /// <summary>Exports what happened from a time up to now and checks the file.</summary>
    public async Task ExportOnceAsync(string kind, DateTimeOffset since)
    {
        string report = kind is "audit-events" ? "audit-logs" : "recipe-runs";
        (string started, _) = await AskAsync(() => new HttpRequestMessage(HttpMethod.Post, "/api/exports") { Content = JsonContent.Create(new { report, format = "JSONL", since }) }, CancellationToken.None);
        string id = JsonDocument.Parse(started).RootElement.GetProperty("id").GetString()!;
        JsonElement job = await WaitAsync(id);
        if (job.GetProperty("state").GetString() is not "SUCCESSFUL")
        {
            _wrong.Enqueue($"{id} ended as {job}");
            return;
        }

        string file = await _files.GetStringAsync(new Uri(job.GetProperty("url").GetString()!), CancellationToken.None);
        string[] found = [.. SoakLedger.IdsIn(file)];
        using JsonDocument manifest = JsonDocument.Parse(await ManifestAsync(id));
        DateTimeOffset until = manifest.RootElement.GetProperty("until").GetDateTimeOffset();
        if (ledger.Check(kind, found, since, until, manifest.RootElement.GetProperty("watermark").GetDateTimeOffset()) is { } problem)
        {
            _wrong.Enqueue($"{id} ({kind}): {problem}");
        }

        Exports++;
    }

    private async Task<JsonElement> WaitAsync(string id)
    {
        while (true)
        {
            (string body, _) = await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, "/api/exports/" + id), CancellationToken.None);
            JsonElement job = JsonDocument.Parse(body).RootElement;
            if (job.GetProperty("state").GetString() is not ("QUEUED" or "IN_PROGRESS"))
            {
                return job;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), s_time, CancellationToken.None);
        }
    }

    private async Task<string> ManifestAsync(string id) =>
        (await AskAsync(() => new HttpRequestMessage(HttpMethod.Get, $"/api/exports/{id}/manifest"), CancellationToken.None)).Body;

    /// <summary>Asks until there is an answer; a host that has just been killed gives none.</summary>
    private async Task<(string Body, HttpResponseHeaders Headers)> AskAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using HttpRequestMessage request = make();
                using HttpResponseMessage response = await anyHost().SendAsync(request, cancellationToken);
                string body = await response.Content.ReadAsStringAsync(cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return (body, response.Headers);
                }

                if (response.StatusCode is not (HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests))
                {
                    _wrong.Enqueue($"{request.Method} {request.RequestUri}: {(int)response.StatusCode} {body}");
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or ObjectDisposedException && attempt < 200)
            {
                // The host was killed.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), s_time, cancellationToken);
        }
    }

    private async Task RepeatAsync(TimeSpan pause, Func<Task> work)
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                await work();
                await Task.Delay(pause, s_time, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The soak is over.
        }
    }

    private static DateTimeOffset Rfc3339Now() => Reporting.Rows.Rfc3339.ToMilliseconds(s_time.GetUtcNow());
}
