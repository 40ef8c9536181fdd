using System.Net;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Time.Testing;
using Moq;
using Reporting.Exports.Files;
using Reporting.Exports.Jobs;

namespace Reporting.Tests.Exports.Files;

public sealed class ExportLinksTests(AzuriteServer azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_link_reads_one_blob_and_does_nothing_else()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(10), time: TimeProvider.System);
        ExportJob job = await rig.ExportAsync(seconds: 10);
        ExportLink link = await rig.Get<IExportLinks>().CreateFileLinkAsync(job, Token);
        using var http = new HttpClient();
        using HttpResponseMessage file = await http.GetAsync(link.Url, Token);

        Assert.Equal(rig.Log.Csv(0, 10), await file.Content.ReadAsStringAsync(Token));
        Assert.Equal("attachment; filename=\"audit-logs-2026-11-22T10-15-00Z.csv\"", file.Content.Headers.GetValues("Content-Disposition").Single());
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Get, Replace(link.Url, job.FileName, ExportNames.Plan(job.Id))));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Put, link.Url));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Delete, link.Url));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Get, new Uri(Replace(link.Url, "/" + job.FileName, "") + "&restype=container&comp=list")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(HttpMethod.Get, new Uri(link.Url.AbsoluteUri.Replace("sp=r", "sp=rw", StringComparison.Ordinal))));
        Assert.DoesNotContain("sig=", link.ToString(), StringComparison.Ordinal);

        async Task<HttpStatusCode> StatusAsync(HttpMethod method, Uri url)
        {
            using var request = new HttpRequestMessage(method, url);
            if (method == HttpMethod.Put)
            {
                request.Headers.Add("x-ms-blob-type", "BlockBlob");
                request.Content = new ByteArrayContent([1]);
            }

            using HttpResponseMessage response = await http.SendAsync(request, Token);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_link_that_has_expired_reads_nothing()
    {
        await using ExportRig rig = await ExportRig.CreateAsync(azurite, new FakeLog().Fill(10), time: TimeProvider.System);
        ExportJob job = await rig.ExportAsync(seconds: 10);
        var earlier = new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(-16));
        using var links = new ExportLinks(rig.Files, rig.Storage, Microsoft.Extensions.Options.Options.Create(new Reporting.Exports.ExportsOptions()), earlier);
        ExportLink link = await links.CreateFileLinkAsync(job, Token);
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.GetAsync(link.Url, Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(link.ExpiresAt < TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task The_delegation_key_is_asked_for_once_and_outlives_every_link()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 22, 10, 15, 0, TimeSpan.Zero));
        var asked = new List<DateTimeOffset>();
        var service = new Mock<BlobServiceClient>();
        service.Setup(client => client.GetUserDelegationKeyAsync(It.IsAny<DateTimeOffset?>(), It.IsAny<DateTimeOffset>(), It.IsAny<CancellationToken>()))
            .ReturnsAsync((DateTimeOffset? starts, DateTimeOffset expires, CancellationToken _) =>
            {
                asked.Add(expires);
                return Response.FromValue(BlobsModelFactory.UserDelegationKey("o", "t", starts ?? default, expires, "b", "v", "AAAA"), Mock.Of<Response>());
            });
        using var keys = new DelegationKeys(service.Object, time, TimeSpan.FromMinutes(15));
        for (int minute = 0; minute < 4 * 24 * 60; minute += 7)
        {
            UserDelegationKey[] used = await Task.WhenAll(keys.GetAsync(Token), keys.GetAsync(Token));
            Assert.All(used, key => Assert.True(key.SignedExpiresOn > time.GetUtcNow().AddMinutes(15)));
            time.Advance(TimeSpan.FromMinutes(7));
        }

        Assert.InRange(asked.Count, 1, 3);
    }

    private static Uri Replace(Uri url, string old, string replacement) => new(url.AbsoluteUri.Replace(old, replacement, StringComparison.Ordinal));
}
