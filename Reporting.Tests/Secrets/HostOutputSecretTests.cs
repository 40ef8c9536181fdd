using Reporting.Local.Client;
using Reporting.Storage;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Secrets;

/// <summary>What the local host writes to its console at its most talkative.</summary>
public sealed class HostOutputSecretTests(AzuriteServer azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_hosts_output_at_the_lowest_level_holds_no_key_no_link_and_no_token()
    {
        LongTests.SkipUnlessEnabled();
        string account = azurite.NewAccount();
        using var home = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(
            home.Path, ["--urls", "http://127.0.0.1:0", "--allow-development-sign-in"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ReportingStorage"] = account, ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft"] = "Trace" }, Cancellation);
        using (ReportingClient client = host.Client())
        {
            await client.IngestAsync("recipe-runs", Encoding.UTF8.GetBytes(ActivityNdjson.RecipeRuns(0, 20)), Cancellation);
            ExportResponse answer = await client.WaitForExportAsync(await client.StartExportAsync(new { report = "recipe-runs" }, Cancellation), _ => { }, Cancellation);
            await client.DownloadAsync(new Uri(answer.Url!), home.Path, Cancellation);
        }

        await host.TerminateAsync("TERM", Cancellation);
        string said = host.Said;
        Assert.True(said.Length > 2_000, "The host was not talkative: " + said);
        Assert.False(SecretScanner.HoldsSecret(said), said);
        Assert.DoesNotContain(host.Token.Split('.')[2], said, StringComparison.Ordinal);
        Assert.DoesNotContain(account.Split("AccountKey=")[1].Split(';')[0], said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_holds_a_secret_does_not_show_it_as_text()
    {
        const string Key = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMnOpQrStUvWxYz0123456789AbCdEfGhIjKlMn==";
        Assert.DoesNotContain(Key, new StorageConnection { ConnectionString = "AccountName=a;AccountKey=" + Key }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", new Reporting.Exports.Files.ExportLink(new Uri("https://a.example/b?sig=" + Key), default).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sig=", new ExportResponse("SUCCESSFUL", "", "https://a.example/b?sig=" + Key, 1, 1, 1, 1).ToString(), StringComparison.Ordinal);
        Exception malformed = Assert.ThrowsAny<Exception>(() => ReportingStorageFactory.Create("AccountName=a;AccountKey=" + Key + ";TableEndpoint=nonsense"));
        Assert.DoesNotContain(Key, malformed.ToString(), StringComparison.Ordinal);
    }
}
