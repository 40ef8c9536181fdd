using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Reporting.Tests.Web;

/// <summary>A browser window with one page. Closing it fails the test when the page reported an error or broke its content security policy.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _errors = new();

    private BrowserWindow(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, error) => _errors.Enqueue(error);
        // A refused request is part of some tests; Chromium writes a line of its own about each.
        page.Console += (_, message) => _errors.Enqueue(message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) ? message.Text : "");
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Its browser context.</summary>
    public IBrowserContext Context => _context;

    public static async Task<BrowserWindow> OpenAsync(IBrowser browser, BrowserNewContextOptions options)
    {
        IBrowserContext context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(20_000);
        return new BrowserWindow(context, await context.NewPageAsync());
    }

    /// <summary>Opens a page and signs in with one click, as <c>administrator</c> or <c>ordinary user</c>.</summary>
    public async Task<IPage> SignInAsync(string path, string role = "administrator")
    {
        await Page.GotoAsync(path);
        await Page.GetByRole(AriaRole.Link, new() { Name = $"Sign in as an {role}" }).ClickAsync();
        await Page.WaitForURLAsync(url => new Uri(url).PathAndQuery == path);
        return Page;
    }

    /// <summary>What the page complained about so far.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Where(error => error.Length > 0)];

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(Errors);
    }
}
