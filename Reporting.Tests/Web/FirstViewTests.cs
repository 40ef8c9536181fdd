using System.Collections.Concurrent;
using System.IO.Compression;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

[Collection(BrowserFixture.Name)]
public sealed class FirstViewTests(BrowserFixture browser)
{
    [Theory]
    [InlineData("/admin/audit-logs", 100)]
    [InlineData("/admin/reports", 100)]
    [InlineData("/admin/schedules", 100)]
    [InlineData("/admin/insights", 175)] // 70 KB of them are the chart library's.
    public async Task A_first_view_takes_little_compressed_script_all_from_its_own_origin(string path, int kilobytes)
    {
        LongTests.SkipUnlessEnabledOr(quick: path is "/admin/audit-logs" or "/admin/insights");

        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        var requests = new ConcurrentQueue<IRequest>();
        window.Page.Request += (_, request) => requests.Enqueue(request);
        await window.SignInAsync(path);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        Assert.All(requests, request => Assert.StartsWith(site.Address.AbsoluteUri, request.Url, StringComparison.Ordinal));

        string[] scripts = [.. requests.Where(request => request.ResourceType == "script").Select(request => request.Url).Distinct(StringComparer.Ordinal)];
        Assert.True(scripts.Length > 10);
        using var client = new HttpClient();
        long size = 0;
        foreach (string script in scripts)
        {
            size += Compressed(await client.GetByteArrayAsync(new Uri(script), TestContext.Current.CancellationToken));
        }

        Assert.InRange(size, 10_000, kilobytes * 1024);
    }

    [Fact]
    public async Task The_content_security_policy_allows_no_inline_script_and_no_markup_from_text()
    {
        AdminSite site = await browser.SampleSiteAsync();
        await using BrowserWindow window = await browser.OpenAsync(site);
        IResponse? response = await window.Page.GotoAsync("/admin/reports");
        string policy = (await response!.AllHeadersAsync())["content-security-policy"];
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("require-trusted-types-for 'script'", policy, StringComparison.Ordinal);
        Assert.Contains("trusted-types 'none'", policy, StringComparison.Ordinal); // No script of the page can make a policy that lets text become markup.
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
    }

    private static long Compressed(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        return target.Length;
    }
}
