using System.Collections.Concurrent;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>
/// A browser window with one page. Closing it fails the test when the page reported an error or broke its content security policy.
/// <para>Tests wait with <c>Expect</c>, which looks at the page again and again. The driver's <c>WaitForURLAsync</c> and
/// <c>WaitForLoadStateAsync</c> look once and then wait for the next event; an event between the two is lost, and on a busy machine one is.</para>
/// </summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    /// <summary>How long anything may take before the test counts as hung: a bound for what never happens, no measure of speed.</summary>
    public const int PatienceMilliseconds = 120_000;

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
        context.SetDefaultTimeout(PatienceMilliseconds);
        return new BrowserWindow(context, await context.NewPageAsync());
    }

    /// <summary>Opens a page, signs in with one click, as <c>administrator</c> or <c>ordinary user</c>, and waits until the page's first view stands.</summary>
    public async Task<IPage> SignInAsync(string path, string role = "administrator")
    {
        await OpenAsync(path);
        await Page.GetByRole(AriaRole.Link, new() { Name = $"Sign in as an {role}" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync(path);
        await ShownAsync();
        return Page;
    }

    /// <summary>Waits until a page's first view stands.</summary>
    public Task ShownAsync() => Expect(Page.GetByRole(AriaRole.Main)).ToHaveAttributeAsync("aria-busy", "false");

    /// <summary>Opens an address that leads on to the sign-in: does not wait for the page it names, which leaves as soon as it can.</summary>
    public Task OpenAsync(string path) => Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Commit });

    /// <summary>What the page complained about so far.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Where(error => error.Length > 0)];

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        Assert.Empty(Errors);
    }
}
