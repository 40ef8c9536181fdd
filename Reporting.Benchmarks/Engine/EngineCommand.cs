using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Reporting.Benchmarks.Compare;
using Reporting.Benchmarks.Compare.Document;
using Reporting.Benchmarks.Data;

namespace Reporting.Benchmarks.Engine;

/// <summary>Measures the local host's engine: how soon a small export ends, how soon the work of a killed host goes on, how two hosts share, what an idle host costs.</summary>
internal sealed class EngineCommand(int rounds, int idleRounds, int kills)
{
    private const int Rows = 20_000;
    private const int RowsAnHour = 500;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan IdleMeasured = TimeSpan.FromSeconds(60);
    private static readonly object Small = new { report = "recipe-runs", format = "CSV", first = 100, since = BenchmarkLog.Start, until = BenchmarkLog.Start.AddHours(24) };

    // Some forty slices, at a rate at which they take twenty seconds.
    private static readonly object Large = new { report = "recipe-runs", format = "CSV", since = BenchmarkLog.Start, until = BenchmarkLog.Start.AddHours(Rows / RowsAnHour) };
    private static readonly (string, string)[] SlowSlices = [("Exports:SliceRows", "500"), ("Exports:MinSliceRows", "500"), ("Exports:MaxRowsPerSecond", "1000"), ("Exports:MaxRunningPerUser", "100")];

    private readonly TimeProvider _time = TimeProvider.System;
    private readonly string _home = Directory.CreateTempSubdirectory("reporting-benchmark-").FullName;

    /// <summary>Runs all of it; the result as Markdown.</summary>
    public async Task<Section> RunAsync()
    {
        var section = new Section();
        try
        {
            await MeasureSmallAsync(section);
            await MeasureKillsAsync(section);
            await MeasureTwoHostsAsync(section);
        }
        finally
        {
            Directory.Delete(_home, recursive: true);
        }

        return section;
    }

    private async Task MeasureSmallAsync(Section section)
    {
        await using ChildServer azurite = await FilledAsync();
        await using LocalHostProcess host = await LocalHostProcess.StartAsync(azurite.ConnectionString, _home);
        await ExportAsync(host, Small); // The first one compiles what the others use.
        List<double> busy = [];
        for (int round = 0; round < rounds; round++)
        {
            busy.Add(await ExportAsync(host, Small));
        }

        List<double> rested = [];
        for (int round = 0; round < idleRounds; round++)
        {
            await Task.Delay(Idle, _time);
            rested.Add(await ExportAsync(host, Small));
        }

        await Console.Error.WriteLineAsync(FormattableString.Invariant($"small: {Median(busy):0.00} s, after idling {Median(rested):0.00} s"));
        section.Find(Finding.AtMost($"Small export, POST to SUCCESSFUL, median of {rounds} (s)", 0.5, Median(busy)));
        section.Find(Finding.AtMost($"The same after 20 s of idling, median of {idleRounds} (s)", 0.5, Median(rested)));

        await Task.Delay(Idle, _time);
        TimeSpan before = host.ProcessorTime + azurite.ProcessorTime;
        await Task.Delay(IdleMeasured, _time);
        section.Find(Finding.AtMost("Idle host and Azurite together (% of a core)", 4, (host.ProcessorTime + azurite.ProcessorTime - before) / IdleMeasured * 100));
    }

    private async Task MeasureKillsAsync(Section section)
    {
        await using ChildServer azurite = await FilledAsync();
        LocalHostProcess host = await LocalHostProcess.StartAsync(azurite.ConnectionString, _home, SlowSlices);
        try
        {
            List<double> seconds = [];
            for (int kill = 0; kill < kills; kill++)
            {
                string id = await StartAsync(host, Large);
                while (host.Slices < 5)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(100), _time);
                }

                await host.KillAsync();
                await host.DisposeAsync();
                long restarted = _time.GetTimestamp();
                host = await LocalHostProcess.StartAsync(azurite.ConnectionString, _home, SlowSlices);
                while (host.Slices == 0)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
                }

                seconds.Add(_time.GetElapsedTime(restarted).TotalSeconds);
                await Console.Error.WriteLineAsync(FormattableString.Invariant($"killed: {seconds[^1]:0.00} s"));
                await EndOfAsync(host, id);
            }

            section.Find(Finding.AtMost($"Work of a killed host goes on after the restart, worst of {kills} (s)", 12, seconds.Max()));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private async Task MeasureTwoHostsAsync(Section section)
    {
        await using ChildServer azurite = await FilledAsync();
        await using LocalHostProcess one = await LocalHostProcess.StartAsync(azurite.ConnectionString, _home, SlowSlices);
        await using LocalHostProcess other = await LocalHostProcess.StartAsync(azurite.ConnectionString, _home, SlowSlices);
        await EndOfAsync(one, await StartAsync(one, Large));
        section.Find(Finding.AtLeast($"Slices of one export that the host with fewer ran, of {one.Slices + other.Slices}", 1, Math.Min(one.Slices, other.Slices)));
    }

    private static async Task<ChildServer> FilledAsync()
    {
        ChildServer azurite = await ChildServer.StartAzuriteAsync(Repository.Root());
        await AzuriteLog.FillAsync(azurite.ConnectionString, new BenchmarkLog(Work.Table, Rows, RowsAnHour, 1));
        return azurite;
    }

    private async Task<double> ExportAsync(LocalHostProcess host, object request)
    {
        long started = _time.GetTimestamp();
        await EndOfAsync(host, await StartAsync(host, request));
        return _time.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<string> StartAsync(LocalHostProcess host, object request)
    {
        using HttpResponseMessage response = await host.Client.PostAsJsonAsync("/api/exports", request);
        return (string)(await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonObject>())!["id"]!;
    }

    private async Task EndOfAsync(LocalHostProcess host, string id)
    {
        while (true)
        {
            JsonObject export = (await host.Client.GetFromJsonAsync<JsonObject>("/api/exports/" + id))!;
            string state = (string)export["state"]!;
            if (state is "SUCCESSFUL")
            {
                return;
            }

            if (state is not ("QUEUED" or "IN_PROGRESS"))
            {
                throw new InvalidOperationException($"The export ended {state}: {export["stateMessage"]}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), _time);
        }
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
