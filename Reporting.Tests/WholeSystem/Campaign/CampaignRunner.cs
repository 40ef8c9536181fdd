using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Reporting.Activity.Records;
using Reporting.Exports;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;
using Reporting.Exports.Workflow;
using Reporting.Local.CommandLine;
using Reporting.Local.Durable;
using Reporting.Storage;
using Reporting.Tests.Faults;

namespace Reporting.Tests.WholeSystem.Campaign;

/// <summary>
/// Runs exports on an account while faults hit its storage and hosts die, and checks what must hold whatever happens. What is hit, when and
/// how follows from the seed; how the requests of parallel slices interleave does not.
/// </summary>
internal sealed class CampaignRunner(string account, Uri? logTables, IReadOnlyDictionary<string, string> settings) : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);
    private static readonly string[] LogTables = [AuditEvents.Table.Name, StorageNames.HourCounts];

    // Straight to Azurite: what stands there, whatever the hosts were told.
    private readonly ReportingStorage _storage = ReportingStorageFactory.Create(account);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Runs an export without any fault.</summary>
    public Task<CampaignRun> RunUndisturbedAsync(CampaignExport export, CancellationToken cancellationToken) =>
        RunAsync(export, new CampaignFaults(0, 0, Deaths: 0, Requests: 0), ownProcess: false, cancellationToken);

    /// <summary>Runs an export to its end, through as many lives of its host as it takes.</summary>
    public async Task<CampaignRun> RunAsync(CampaignExport export, CampaignFaults chance, bool ownProcess, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Longest);
        long started = TimeProvider.System.GetTimestamp();
        var observer = new ExportObserver();
        List<Task> ending = [];
        string key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        string? id = null;
        for (int life = 1; ; life++)
        {
            int number = life;
            CampaignHost host;
            try
            {
                host = await CampaignHost.StartAsync(account, _folder.Path, settings, ownProcess, (proxy, hub) => Prepare(proxy, hub, observer, chance, number), patience.Token);
            }
            catch (UserErrorException) when (chance.Share + chance.HubShare > 0 && !patience.IsCancellationRequested)
            {
                // Each of its six tries met a fault, as one request of 16,000 does at 20 %: it says that storage cannot be used and ends, and is started again.
                continue;
            }

            Task death = life <= chance.Deaths ? PlanDeath(host.Proxy, chance, life) : new TaskCompletionSource().Task;
            using var alive = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
            Task<ExportJob> end = ExportAsync(host, export, key, found => observer.Running = id = found, alive.Token);
            if (await Task.WhenAny(death, end) == end)
            {
                ExportJob job = await end;
                await CheckResponseAsync(host, job, patience.Token);
                await host.DisposeAsync();
                await Task.WhenAll(ending);
                Assert.Empty(observer.Violations);
                return await DescribeAsync(job, observer.RequestsOf(job.Id), life - 1, TimeProvider.System.GetElapsedTime(started), patience.Token);
            }

            await alive.CancelAsync();
            await ((Task)end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ending.Add(chance.IsStall(life) && !ownProcess ? StallAsync(host, patience.Token) : await host.KillAsync());
        }
    }

    private void Prepare(FaultProxy proxy, FaultProxy hub, ExportObserver observer, CampaignFaults chance, int life)
    {
        observer.Watch(proxy);
        proxy.Reroute = request => IsLog(request) ? logTables : null;
        int seed = (chance.Seed * 100) + life;
        if (chance.Share > 0)
        {
            proxy.Add(SeededChance.OneIn(seed, chance.Share), KnownFaults.Random(seed, [.. KnownFaults.All.Values]));
        }

        if (chance.HubShare > 0)
        {
            hub.Add(SeededChance.OneIn(seed, chance.HubShare), KnownFaults.Random(seed, [.. KnownFaults.All.Values]));
        }
    }

    private static bool IsLog(StorageRequest request) => request.Service is "table" && LogTables.Any(table =>
        request.Target.StartsWith("/" + table, StringComparison.Ordinal) || request.IsTransaction(table));

    // Dies with the nth request from now on: before it is carried out, or after, when the answer has no one to go to.
    private static Task PlanDeath(FaultProxy proxy, CampaignFaults chance, int life)
    {
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int at = proxy.Requests + 1 + chance.DeathAfter(life);
        proxy.Add(
            request => request.Number >= at,
            async exchange =>
            {
                if (chance.IsCarriedOut(life))
                {
                    using HttpResponseMessage response = await exchange.SendAsync();
                }

                if (!chance.IsStall(life))
                {
                    proxy.Cut();
                }

                died.TrySetResult();
                exchange.Reset();
            },
            times: 1);
        return died.Task;
    }

    // A host that stops for a while and then goes on, not knowing that another has taken over.
    private static async Task StallAsync(CampaignHost host, CancellationToken cancellationToken)
    {
        host.Proxy.Clear();
        HoldPoint held = host.Proxy.HoldBefore(_ => true);
        HoldPoint hub = host.Hub.HoldBefore(_ => true);
        await Task.Delay(TimeSpan.FromSeconds(1.5), TimeProvider.System, cancellationToken);
        host.Proxy.Clear();
        host.Hub.Clear();
        held.Release();
        hub.Release();
        await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, cancellationToken);
        await host.DisposeAsync();
    }

    private async Task<ExportJob> ExportAsync(CampaignHost host, CampaignExport export, string key, Action<string> found, CancellationToken cancellationToken)
    {
        string id = await StartAsync(host, export, key, cancellationToken);
        found(id);
        var jobs = new ExportJobStore(_storage);
        for (int look = 0; ; look++)
        {
            ExportJob job = (await jobs.FindAsync(id, cancellationToken))!;
            if (!ExportTransitions.IsRunning(job.State))
            {
                await WaitForInstanceAsync(id, cancellationToken);
                return job;
            }

            if (look % 10 == 5)
            {
                await CheckResponseAsync(host, job, cancellationToken);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
        }
    }

    // The same key each time: however often it is asked, there is one export.
    private static async Task<string> StartAsync(CampaignHost host, CampaignExport export, string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/exports") { Content = JsonContent.Create(export.Body) };
            request.Headers.Add("Idempotency-Key", key);
            using HttpResponseMessage response = await host.Client.SendAsync(request, cancellationToken);
            string body = await response.Content.ReadAsStringAsync(cancellationToken);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                return JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
            }

            Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, body);
        }
    }

    // Whatever happens to storage, the API says how it is or that it cannot; and it gives a link only to what is whole.
    private async Task CheckResponseAsync(CampaignHost host, ExportJob job, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await host.Client.GetAsync("/api/exports/" + job.Id, cancellationToken);
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Assert.NotNull(response.Headers.RetryAfter);
            return;
        }

        Assert.True(response.StatusCode == HttpStatusCode.OK, body);
        JsonElement answer = JsonDocument.Parse(body).RootElement;
        if (answer.TryGetProperty("url", out JsonElement url) && url.ValueKind == JsonValueKind.String)
        {
            Assert.Equal("SUCCESSFUL", answer.GetProperty("state").GetString());
            Assert.NotNull(await new ExportFiles(_storage).FindAsync(ExportNames.Signature(job.Id), cancellationToken));
        }
    }

    // The instance ends behind its job; until then its host may die of it.
    private async Task WaitForInstanceAsync(string id, CancellationToken cancellationToken)
    {
        TableClient instances = _storage.Tables.GetTableClient(TaskHub.Name + "Instances");
        while (true)
        {
            NullableResponse<TableEntity> instance = await instances.GetEntityIfExistsAsync<TableEntity>(ExportOrchestrator.InstanceIdOf(id), "", cancellationToken: cancellationToken);
            if (instance.HasValue && instance.Value!.GetString("RuntimeStatus") is "Completed" or "Failed")
            {
                return;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    private async Task<CampaignRun> DescribeAsync(ExportJob job, int requests, int deaths, TimeSpan elapsed, CancellationToken cancellationToken)
    {
        var files = new ExportFiles(_storage);
        if (job.State != ExportState.Successful)
        {
            Assert.NotEmpty(job.StateMessage);
            Assert.Empty(await _storage.Blobs.GetBlobContainerClient(StorageNames.ExportsContainer).GetBlobsAsync(Azure.Storage.Blobs.Models.BlobTraits.None, Azure.Storage.Blobs.Models.BlobStates.None, job.Id, cancellationToken).ToListAsync(cancellationToken));
            return new CampaignRun(job.State, job.StateMessage, null, requests, deaths, elapsed);
        }

        byte[] file = (await files.FindAsync(job.FileName, cancellationToken))!.ToArray();
        using JsonDocument manifest = JsonDocument.Parse((await files.FindAsync(ExportNames.Manifest(job.Id), cancellationToken))!);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), manifest.RootElement.GetProperty("sha256").GetString());
        Assert.Equal((job.FileSize, job.RowCount), (file.Length, manifest.RootElement.GetProperty("rows").GetInt64()));
        return new CampaignRun(job.State, "", file, requests, deaths, elapsed);
    }
}
