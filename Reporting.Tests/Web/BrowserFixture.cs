using Microsoft.Playwright;

namespace Reporting.Tests.Web;

/// <summary>One Chromium and one host with the sample for all browser tests, which run one after another.</summary>
public sealed class BrowserFixture(AzuriteServer azurite) : IAsyncLifetime
{
    /// <summary>The collection of tests that share it.</summary>
    public const string Name = "Browser";

    // Without these Chromium calls home at every start; as root it cannot make its sandbox.
    private static readonly string[] s_arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    // The shell without windows first: it takes half the time of the whole browser, and shows the same.
    private static readonly string[] s_places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", @"C:\Program Files\Google\Chrome\Application\chrome.exe"];
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private AdminSite? _sampleSite;

    /// <summary>The host with the project's sample. Tests that use it change nothing that others would see.</summary>
    public async Task<AdminSite> SampleSiteAsync() => _sampleSite ??= await AdminSite.StartWithSampleAsync(azurite.NewAccount(), TestContext.Current.CancellationToken);

    /// <summary>A browser window of its own, with no cookies, storage or cache. Skips the test where there is no Chromium.</summary>
    public async Task<BrowserWindow> OpenAsync(AdminSite site, BrowserNewContextOptions? options = null)
    {
        string? path = s_places.FirstOrDefault(File.Exists);
        Assert.SkipUnless(path is not null, "No Chromium here: install Debian's package chromium to run the browser tests.");
        Assertions.SetDefaultExpectTimeout(BrowserWindow.PatienceMilliseconds);
        _playwright ??= await Playwright.CreateAsync();
        _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = s_arguments });
        options ??= new BrowserNewContextOptions();
        options.BaseURL = site.Address.AbsoluteUri;
        options.AcceptDownloads = true;
        options.ViewportSize ??= new ViewportSize { Width = 1280, Height = 860 };
        return await BrowserWindow.OpenAsync(_browser, options);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        if (_sampleSite is not null)
        {
            await _sampleSite.DisposeAsync();
        }
    }
}

[CollectionDefinition(BrowserFixture.Name)]
public sealed class BrowserCollection : ICollectionFixture<BrowserFixture>;
