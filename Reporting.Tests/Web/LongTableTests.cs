using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Reporting.Tests.Web;

/// <summary>The audit table with far more rows than a reader scrolls through. The responses of the API are made up here: the page is under test.</summary>
[Collection(BrowserFixture.Name)]
public sealed class LongTableTests(BrowserFixture browser)
{
    [Fact]
    public async Task A_hundred_thousand_rows_scroll_by_in_bounded_memory()
    {
        LongTests.SkipUnlessEnabled();
        const int RowCount = 100_000;
        await using BrowserWindow window = await browser.OpenAsync(await browser.SampleSiteAsync());
        IPage page = window.Page;
        await page.RouteAsync("**/api/audit-logs?*", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Answer(new Uri(route.Request.Url), RowCount) }));
        await window.SignInAsync("/admin/audit-logs");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "event 0", Exact = true })).ToBeVisibleAsync();
        ICDPSession devTools = await window.Context.NewCDPSessionAsync(page);
        await devTools.SendAsync("HeapProfiler.enable");

        var seen = new List<(long Nodes, long Heap)>();
        int quarter = RowCount / 4;
        for (int target = quarter; target <= RowCount; target += quarter)
        {
            await page.EvaluateAsync(
                """
                async count => {
                  const scroller = document.querySelector('.scroller');
                  const known = () => Number(/[\d,]+/.exec(document.querySelector('.table-status').textContent)[0].replaceAll(',', ''));
                  while (known() < count) {
                    scroller.scrollTop = scroller.scrollHeight;
                    await new Promise(resolve => requestAnimationFrame(resolve));
                  }
                }
                """, target);
            seen.Add(await MeasureAsync(page, devTools));
        }

        // The last row is there, and so, after going back, is the first, although its page was let go.
        ILocator scroller = page.Locator(".scroller");
        await scroller.EvaluateAsync("scroller => { scroller.scrollTop = scroller.scrollHeight; }");
        string last = string.Create(CultureInfo.InvariantCulture, $"event {RowCount - 1}");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = last, Exact = true })).ToBeVisibleAsync();
        await scroller.EvaluateAsync("scroller => { scroller.scrollTop = 0; }");
        await Expect(page.GetByRole(AriaRole.Gridcell, new() { Name = "event 0", Exact = true })).ToBeVisibleAsync();
        seen.Add(await MeasureAsync(page, devTools));

        Assert.All(seen, one => Assert.InRange(one.Nodes, 1, 1_500));
        Assert.All(seen, one => Assert.InRange(one.Heap, 1, 32L << 20));
    }

    private static async Task<(long Nodes, long Heap)> MeasureAsync(IPage page, ICDPSession devTools)
    {
        await devTools.SendAsync("HeapProfiler.collectGarbage");
        JsonElement heap = (await devTools.SendAsync("Runtime.getHeapUsage")) ?? throw new InvalidOperationException("No answer of the browser.");
        return (await page.EvaluateAsync<long>("document.querySelectorAll('*').length"), heap.GetProperty("usedSize").GetInt64());
    }

    private static string Answer(Uri request, int rowCount)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.Query);
        int first = int.Parse(query["first"].ToString(), CultureInfo.InvariantCulture);
        int start = query.TryGetValue("after", out var after) ? int.Parse(after.ToString(), CultureInfo.InvariantCulture) : 0;
        int end = Math.Min(rowCount, start + first);
        var items = Enumerable.Range(start, end - start).Select(number => new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"id-{number}"), timestamp = DateTimeOffset.UnixEpoch.AddSeconds(1_700_000_000 - number),
            userId = "ada@example.com", target = "access.tokens", action = "create.token", actionType = "Create",
            description = string.Create(CultureInfo.InvariantCulture, $"event {number}"), outcome = "Success",
        });
        return JsonSerializer.Serialize(new { items, cursor = end.ToString(CultureInfo.InvariantCulture), hasNextPage = end < rowCount });
    }
}
