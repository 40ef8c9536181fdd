using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Reporting.Access;
using Reporting.Composition;
using Reporting.Storage;
using Reporting.Tests.Api;

namespace Reporting.Tests.Access;

public sealed class DevelopmentSignInTests(AzuriteServer azurite)
{
    private const string RealAccount = "DefaultEndpointsProtocol=https;AccountName=real;AccountKey=YWFhYQ==;TableEndpoint=https://real.table.core.windows.net/;BlobEndpoint=https://real.blob.core.windows.net/";

    [Fact]
    public async Task Its_administrator_gets_in_and_its_user_does_not()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        DevelopmentIssuer issuer = host.Services.GetRequiredService<DevelopmentIssuer>();

        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, issuer.IssueAdminToken()));
        Assert.Equal(HttpStatusCode.Forbidden, await GetAsync(host, issuer.IssueUserToken()));
    }

    [Fact]
    public async Task Outside_development_its_tokens_are_refused()
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await ApiHost.StartAsync(azurite, Settings(authority), environment: "Production");

        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(host, host.Services.GetRequiredService<DevelopmentIssuer>().IssueAdminToken()));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(host, new TokenFactory(authority).Make()));
    }

    [Theory]
    [InlineData(false, HttpStatusCode.Unauthorized)]
    [InlineData(true, HttpStatusCode.OK)]
    public async Task Against_a_real_account_its_tokens_are_taken_only_when_asked_for(bool allowed, HttpStatusCode expected)
    {
        await using FakeAuthority authority = await FakeAuthority.StartAsync();
        await using ApiHost host = await ApiHost.StartAsync(azurite, Settings(authority), services =>
        {
            services.AddSingleton(new ReportingStorage(new(RealAccount), new(RealAccount)));
            services.OfferDevelopmentSignIn(allowed);
        });

        Assert.Equal(expected, await GetAsync(host, host.Services.GetRequiredService<DevelopmentIssuer>().IssueAdminToken()));
    }

    [Fact]
    public async Task Without_an_authority_and_without_it_the_host_does_not_start()
    {
        OptionsValidationException refused = await Assert.ThrowsAsync<OptionsValidationException>(() => ApiHost.StartAsync(azurite, environment: "Production"));

        Assert.Contains("Access:Authority is not set", refused.Message, StringComparison.Ordinal);
    }

    private static Dictionary<string, string?> Settings(FakeAuthority authority) =>
        new() { ["Access:Authority"] = authority.Issuer, ["Access:Audience"] = TokenFactory.Audience };

    private static async Task<HttpStatusCode> GetAsync(ApiHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/reports");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage answer = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
