using System.Diagnostics;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Web;

/// <summary>The program as <c>dotnet publish</c> makes it, away from the repository.</summary>
[Collection(BrowserFixture.Name)]
public sealed class PublishedPagesTests(AzuriteServer azurite)
{
    [Fact]
    public async Task The_published_host_brings_its_pages_along()
    {
        LongTests.SkipUnlessEnabled();
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await PublishAsync(folder["program"], cancellationToken);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal) { ["ReportingStorage"] = azurite.NewAccount() };
        await using HostProcess host = await HostProcess.StartAsync(folder.Path, ["--urls", "http://127.0.0.1:0", "--allow-development-sign-in"], settings, cancellationToken, folder["program"]);

        using var client = new HttpClient { BaseAddress = host.Address };
        string[] pages = [.. Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "web", "admin"), "*", SearchOption.AllDirectories)];
        Assert.True(pages.Length > 30);
        foreach (string page in pages)
        {
            string path = Path.GetRelativePath(Path.Combine(SharedData.RepositoryRoot, "web"), page).Replace('\\', '/');
            Assert.Equal(await File.ReadAllBytesAsync(page, cancellationToken), await client.GetByteArrayAsync(new Uri(path, UriKind.Relative), cancellationToken));
        }

        // A page's own address, with the policy; and the libraries that npm puts beside the pages.
        using HttpResponseMessage reports = await client.GetAsync(new Uri("admin/reports", UriKind.Relative), cancellationToken);
        Assert.Contains("default-src 'none'", Assert.Single(reports.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("/admin/app/start.js", await reports.Content.ReadAsStringAsync(cancellationToken), StringComparison.Ordinal);
        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri("admin/vendor/oidc-client-ts.min.js", UriKind.Relative), cancellationToken));
        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri("admin/vendor/chart.umd.min.js", UriKind.Relative), cancellationToken));

        // Only what the pages need: nothing that checks or tests them.
        string[] packages = [.. Directory.GetDirectories(Path.Combine(folder["program"], "web", "node_modules")).Select(path => Path.GetFileName(path))];
        Assert.Equal(["@kurkle", "chart.js", "jwt-decode", "oidc-client-ts"], packages.Order(StringComparer.Ordinal));
        Assert.False(Directory.Exists(Path.Combine(folder["program"], "web", "tests")));
    }

    private static async Task PublishAsync(string folder, CancellationToken cancellationToken)
    {
        string configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var start = new ProcessStartInfo("dotnet", ["publish", "Reporting.Local", "--no-build", "--configuration", configuration, "--output", folder, "--nologo"])
        {
            WorkingDirectory = SharedData.RepositoryRoot, RedirectStandardOutput = true,
        };
        using Process publish = Process.Start(start)!;
        string output = await publish.StandardOutput.ReadToEndAsync(cancellationToken);
        await publish.WaitForExitAsync(cancellationToken);
        Assert.True(publish.ExitCode == 0, output);
    }
}
