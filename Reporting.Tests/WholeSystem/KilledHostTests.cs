using Reporting.Local.Client;
using Reporting.Tests.Faults;

namespace Reporting.Tests.WholeSystem;

/// <summary>The host is killed in the middle of an export and started again: the file is the same as without.</summary>
public sealed class KilledHostTests(AzuriteServer azurite)
{
    private const int Rows = 900;

    private static readonly object Request = new { report = "recipe-runs", format = "CSV", since = "2026-03-01T00:00:00Z", until = "2026-04-01T00:00:00Z" };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>At four points; while developing at the two in the middle.</summary>
    [Fact]
    public async Task An_export_whose_host_is_killed_at_any_point_ends_successful_and_byte_identical()
    {
        using var home = new TemporaryFolder();
        await using FaultProxy proxy = await FaultProxy.StartAsync(azurite.NewAccount(), Cancellation);
        HostProcess host = await StartAsync(proxy, home);
        try
        {
            byte[] undisturbed = await UndisturbedAsync(host, home);
            int slices = 0;
            await KillAtAsync("mid-slices", held => proxy.HoldBefore(held), request => request.IsMessage("Attempt") && Interlocked.Increment(ref slices) > 2);
            if (LongTests.Enabled)
            {
                await KillAtAsync("after the plan", held => proxy.HoldAfter(held), request => request.IsMessage("SliceCount"));
                await KillAtAsync("after the commit", held => proxy.HoldAfter(held), request => request.IsPutBlockList && request.Target.StartsWith("/exports/", StringComparison.Ordinal));
                await KillAtAsync("before finish", held => proxy.HoldBefore(held), request => request.IsWrite && request.Target.StartsWith("/exports(", StringComparison.Ordinal) && request.BodyText.Contains("\"SUCCESSFUL\"", StringComparison.Ordinal));
            }

            async Task KillAtAsync(string point, Func<Func<StorageRequest, bool>, HoldPoint> hold, Func<StorageRequest, bool> matches)
            {
                HoldPoint held = hold(matches);
                using ReportingClient client = host.Client();
                string id = await client.StartExportAsync(Request, Cancellation);
                await held.Reached.WaitAsync(Cancellation);
                await host.KillAsync();
                await host.DisposeAsync();

                proxy.Clear();
                held.Release();
                host = await StartAsync(proxy, home);
                using ReportingClient again = host.Client();
                byte[] file = await FileAsync(again, id, home);
                Assert.True(undisturbed.AsSpan().SequenceEqual(file), $"Killed {point}: the file differs. {host.Said}");
            }
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    private static async Task<byte[]> UndisturbedAsync(HostProcess host, TemporaryFolder home)
    {
        using ReportingClient client = host.Client();
        await client.IngestAsync("recipe-runs", Encoding.UTF8.GetBytes(ActivityNdjson.RecipeRuns(0, Rows)), Cancellation);
        byte[] file = await FileAsync(client, await client.StartExportAsync(Request, Cancellation), home);
        Assert.Equal(Rows + 1, file.Count(value => value == (byte)'\n'));
        return file;
    }

    // Small slices, so that there are several. The task hub is on the same account, and behind the same proxy.
    private static Task<HostProcess> StartAsync(FaultProxy proxy, TemporaryFolder home) => HostProcess.StartAsync(
        home.Path,
        ["--urls", "http://127.0.0.1:0", "--allow-development-sign-in"],
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ReportingStorage"] = proxy.ConnectionString,
            ["Exports:SliceRows"] = "100",
            ["Exports:MinSliceRows"] = "50",
            ["Logging:LogLevel:Default"] = "Warning",
        },
        Cancellation);

    private static async Task<byte[]> FileAsync(ReportingClient client, string id, TemporaryFolder folder)
    {
        ExportResponse answer = await client.WaitForExportAsync(id, _ => { }, Cancellation);
        Assert.True(answer.IsSuccessful, $"{answer.State}: {answer.StateMessage}");
        string path = await client.DownloadAsync(new Uri(answer.Url!), folder.Path, Cancellation);
        return await File.ReadAllBytesAsync(path, Cancellation);
    }
}
