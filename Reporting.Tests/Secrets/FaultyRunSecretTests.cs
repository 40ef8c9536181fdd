using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Runtime.ExceptionServices;
using Azure.Core.Diagnostics;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Reporting.Composition;
using Reporting.Exports;
using Reporting.Storage;
using Reporting.Tests.Api;
using Reporting.Tests.Faults;

namespace Reporting.Tests.Secrets;

/// <summary>
/// A whole run under faults, in which everything is kept that can be read afterwards: every log line, every exception that was
/// thrown, every trace, every answer, every row and every blob. None of it holds a token, a key or a link.
/// </summary>
public sealed partial class FaultyRunSecretTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_that_a_run_with_faults_leaves_behind_holds_a_secret()
    {
        string account = azurite.NewAccount();
        await using FaultProxy proxy = await FaultProxy.StartAsync(account, Cancellation);
        using var kept = new Kept();
        ReportingStorage storage = ReportingStorageFactory.Create(new StorageConnection { ConnectionString = proxy.ConnectionString, TryTimeout = TimeSpan.FromSeconds(2) });
        await StorageSetup.CreateAsync(storage, Cancellation);
        await using ApiHost host = await ApiHost.StartAsync(
            azurite, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Exports:MaxRunningPerUser"] = "50" }, services => services.AddSingleton(storage), log: kept);
        string token = host.AdminToken;
        string foreign = token[..^20] + "AAAAAAAAAAAAAAAAAAAA";
        const string PersonalToken = "mat-0123456789abcdef";

        proxy.Add(SeededChance.OneIn(5, 0.1), KnownFaults.Random(5, [.. KnownFaults.All.Values]));
        string[] paths = ["/api/exports", "/api/audit-logs", "/api/audit-logs/feed", "/api/metrics", "/api/health", "/api/manifest-keys", "/api/nothing"];
        foreach (string bearer in new[] { token, foreign, PersonalToken })
        {
            kept.Answers(await Task.WhenAll(paths.Select(path => host.SendAsync(HttpMethod.Get, path, token: bearer))));
        }

        // A successful export with all its links, and one whose file cannot be put together.
        string id = await ExportAsync(host, "audit-logs", "SUCCESSFUL", kept);
        foreach (string what in (string[])["/file", "/manifest", "/manifest-signature"])
        {
            ApiResponse redirect = await host.GetAsync($"/api/exports/{id}{what}");
            Assert.True(redirect.Status is 302 or 503, redirect.Text);
            kept.Answers(redirect);
        }

        proxy.Clear();
        proxy.Add(request => request.IsPutBlockList && request.BodyText.Contains("<Latest>", StringComparison.Ordinal), exchange => exchange.RespondAsync(400, "InvalidBlockList"));
        await ExportAsync(host, "commits", "FAILED", kept);
        proxy.Clear();

        string key = account.Split("AccountKey=")[1].Split(';')[0];
        string[] secrets = [key, "AccountKey=", token.Split('.')[2], foreign.Split('.')[1], PersonalToken, .. await PrivateKeyAsync(host)];
        await kept.DumpAsync(ReportingStorageFactory.Create(account));
        Assert.All(kept.Counts, count => Assert.True(count.Value > 0, $"Nothing was kept of {count.Key}."));
        kept.AssertNone(text => SecretScanner.HoldsSecret(text) || secrets.Any(secret => text.Contains(secret, StringComparison.Ordinal)));
    }

    private static async Task<string> ExportAsync(ApiHost host, string report, string state, Kept kept)
    {
        ApiResponse started = await host.PostAsync("/api/exports", $$"""{"report":"{{report}}"}""");
        Assert.True(started.Status == 202, started.Text);
        string id = started.Json.GetProperty("id").GetString()!;
        await host.Runner.EndOfAsync(id);
        ApiResponse ended = await host.GetAsync("/api/exports/" + id);
        Assert.True(ended.Status == 200, ended.Text);
        Assert.Equal(state, ended.Json.GetProperty("state").GetString());

        // The link in it is for the caller.
        kept.Answers(started, ended with { Body = System.Text.Encoding.UTF8.GetBytes(Link().Replace(ended.Text, "")) });
        return id;
    }

    // The lines of the key that signs manifests.
    private static async Task<string[]> PrivateKeyAsync(ApiHost host) =>
        [.. (await File.ReadAllLinesAsync(host.Services.GetRequiredService<IOptions<ExportsOptions>>().Value.ManifestKeyFile, Cancellation)).Where(line => line.Length > 20 && !line.StartsWith("-----", StringComparison.Ordinal))];

    [System.Text.RegularExpressions.GeneratedRegex("\"url\":\"[^\"]*\"", System.Text.RegularExpressions.RegexOptions.None, 1000)]
    private static partial System.Text.RegularExpressions.Regex Link();

    /// <summary>Everything that the run leaves behind, by what it is.</summary>
    private sealed class Kept : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<(string Kind, string Text)> _texts = new();
        private readonly AzureEventSourceListener _azure;
        private readonly ActivityListener _traces;

        public Kept()
        {
            _azure = new AzureEventSourceListener((_, message) => _texts.Enqueue(("storage library's log", message)), EventLevel.Verbose);
            _traces = new ActivityListener
            {
                ShouldListenTo = _ => true, Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => _texts.Enqueue(("trace", activity.DisplayName + " " + string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}")))),
            };
            ActivitySource.AddActivityListener(_traces);
            AppDomain.CurrentDomain.FirstChanceException += KeepException;
        }

        public IReadOnlyDictionary<string, int> Counts => new[] { "log", "storage library's log", "trace", "exception", "answer", "row", "blob" }
            .ToDictionary(kind => kind, kind => _texts.Count(text => string.Equals(text.Kind, kind, StringComparison.Ordinal)), StringComparer.Ordinal);

        /// <summary>Keeps answers with their headers, but for links: those are what was asked for.</summary>
        public void Answers(params IEnumerable<ApiResponse> answers)
        {
            foreach (ApiResponse answer in answers)
            {
                string headers = string.Join('\n', answer.Headers.Where(header => header.Key is not "Location").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
                _texts.Enqueue(("answer", headers + "\n" + answer.Text));
            }
        }

        public async Task DumpAsync(ReportingStorage storage)
        {
            foreach (string table in StorageSetup.Tables)
            {
                await foreach (TableEntity row in storage.Tables.GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: Cancellation))
                {
                    _texts.Enqueue(("row", table + " " + string.Join(' ', row.Select(property => $"{property.Key}={property.Value}"))));
                }
            }

            BlobContainerClient container = storage.Blobs.GetBlobContainerClient(StorageNames.ExportsContainer);
            await foreach (BlobItem blob in container.GetBlobsAsync(BlobTraits.Metadata, BlobStates.None, null, Cancellation))
            {
                BlobDownloadResult content = await container.GetBlobClient(blob.Name).DownloadContentAsync(Cancellation);
                _texts.Enqueue(("blob", blob.Name + " " + string.Join(' ', blob.Metadata) + "\n" + content.Content));
            }
        }

        public void AssertNone(Func<string, bool> isSecret)
        {
            (string Kind, string Text)[] found = [.. _texts.Where(text => isSecret(text.Text))];
            Assert.True(found.Length == 0, string.Join('\n', found.Take(5).Select(text => $"{text.Kind}: {text.Text}")));
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            _texts.Enqueue(("log", state.ToString() ?? ""));
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _texts.Enqueue(("log", formatter(state, exception) + " " + exception));

        public void Dispose()
        {
            AppDomain.CurrentDomain.FirstChanceException -= KeepException;
            _azure.Dispose();
            _traces.Dispose();
        }

        // Other tests run beside this one: their exceptions are looked through too, but hold no secret of ours.
        private void KeepException(object? sender, FirstChanceExceptionEventArgs thrown)
        {
            if (thrown.Exception is not OutOfMemoryException and not InsufficientExecutionStackException)
            {
                _texts.Enqueue(("exception", thrown.Exception.GetType().FullName + ": " + thrown.Exception.Message + " " + thrown.Exception.InnerException?.Message));
            }
        }
    }
}
