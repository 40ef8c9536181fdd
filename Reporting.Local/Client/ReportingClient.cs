using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Reporting.Local.CommandLine;

namespace Reporting.Local.Client;

/// <summary>A client of the HTTP API, as a customer could write one: it uses nothing but the API.</summary>
internal sealed class ReportingClient : IDisposable
{
    private const int MaxAttempts = 20;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);
    private readonly HttpClient _api;
    private readonly HttpClient _files = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly TimeProvider _time;

    /// <summary>For a service and the token of an administrator who may write activity.</summary>
    public ReportingClient(Uri address, string token, TimeProvider time)
    {
        _time = time;
        _api = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(30) };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sends lines of one kind; again, as they are, while the service is too busy for them.</summary>
    /// <exception cref="UserErrorException">The service refused the request as a whole.</exception>
    public async Task<IngestResponse> IngestAsync(string kind, byte[] lines, CancellationToken cancellationToken) =>
        IngestResponse.Read(await SendPatientlyAsync(
            () => new HttpRequestMessage(HttpMethod.Post, "/api/activity/" + kind)
            {
                Content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } },
            },
            cancellationToken));

    /// <summary>Starts an export and returns its id.</summary>
    public async Task<string> StartExportAsync(object request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _api.PostAsJsonAsync("/api/exports", request, cancellationToken);
        return (string)(await RespondAsync(response, cancellationToken))["id"]!;
    }

    /// <summary>Polls until the export has ended; <paramref name="progress"/> gets each response.</summary>
    public async Task<ExportResponse> WaitForExportAsync(string id, Action<ExportResponse> progress, CancellationToken cancellationToken)
    {
        while (true)
        {
            ExportResponse answer = ExportResponse.Read(
                await SendPatientlyAsync(() => new HttpRequestMessage(HttpMethod.Get, "/api/exports/" + id), cancellationToken));
            progress(answer);
            if (answer.HasEnded)
            {
                return answer;
            }

            await Task.Delay(PollInterval, _time, cancellationToken);
        }
    }

    /// <summary>Downloads a link into a folder under the name that the link gives, and returns the path.</summary>
    public async Task<string> DownloadAsync(Uri link, string folder, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await _files.GetAsync(link, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        string name = response.Content.Headers.ContentDisposition?.FileName?.Trim('"') ?? Path.GetFileName(link.AbsolutePath);
        string path = Path.Combine(folder, Path.GetFileName(name));
        await using FileStream file = File.Create(path);
        await response.Content.CopyToAsync(file, cancellationToken);
        return path;
    }

    public void Dispose()
    {
        _api.Dispose();
        _files.Dispose();
    }

    // For requests that can be sent twice: 503 says when (RFC 9110 section 15.6.4).
    private async Task<JsonObject> SendPatientlyAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            using HttpRequestMessage request = make();
            using HttpResponseMessage response = await _api.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable || attempt == MaxAttempts)
            {
                return await RespondAsync(response, cancellationToken);
            }

            await Task.Delay(response.Headers.RetryAfter?.Delta ?? UsualWait, _time, cancellationToken);
        }
    }

    private static async Task<JsonObject> RespondAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        JsonObject? answer = null;
        try
        {
            answer = JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            // Told below as it is.
        }

        return response.IsSuccessStatusCode && answer is not null
            ? answer
            : throw new UserErrorException(string.Create(CultureInfo.InvariantCulture, $"{response.RequestMessage!.Method} {response.RequestMessage.RequestUri!.AbsolutePath} was answered {(int)response.StatusCode}: {(string?)answer?["detail"] ?? (string?)answer?["title"] ?? body}"));
    }
}

/// <summary>What the API says of an export.</summary>
internal sealed record ExportResponse(
    string State, string StateMessage, string? Url, long FileSize, long RowCount, long RowsDone, long RowsExpected)
{
    /// <summary>Whether it goes no further.</summary>
    public bool HasEnded => State is not ("QUEUED" or "IN_PROGRESS");

    /// <summary>Whether it has a file.</summary>
    public bool IsSuccessful => string.Equals(State, "SUCCESSFUL", StringComparison.Ordinal);

    /// <summary>Without the link: its holder can read the file.</summary>
    public override string ToString() => State + " " + StateMessage;

    public static ExportResponse Read(JsonObject answer)
    {
        var progress = answer["progress"] as JsonObject;
        return new ExportResponse(
            (string)answer["state"]!, (string?)answer["stateMessage"] ?? "", (string?)answer["url"], (long?)answer["fileSize"] ?? 0,
            (long?)answer["rowCount"] ?? 0, (long?)progress?["rows"] ?? 0, (long?)progress?["estimatedRows"] ?? 0);
    }
}

/// <summary>What the API says of lines that were sent.</summary>
/// <param name="Accepted">Lines that are in the log now.</param>
/// <param name="Refused">Lines that were refused.</param>
/// <param name="BadLines">The first of them: line number from 1 within the request, and why.</param>
internal sealed record IngestResponse(long Accepted, long Refused, IReadOnlyList<(int Line, string Reason)> BadLines)
{
    public static IngestResponse Read(JsonObject answer) => new(
        (long?)answer["accepted"] ?? 0,
        (long?)answer["refused"] ?? 0,
        [.. (answer["badLines"] as JsonArray ?? []).Select(line => ((int)line!["line"]!, $"{(string?)line["field"]} {(string?)line["message"]}".Trim()))]);
}
