using Reporting.Api;

namespace Reporting.Tests.Api;

public sealed class UnknownQueryTests(AzuriteServer azurite)
{
    [Fact]
    public async Task What_no_endpoint_knows_in_a_query_is_refused_by_all_but_GraphQL()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        foreach (ApiEndpoint endpoint in ApiEndpoints.All.Where(endpoint => endpoint.Route != "graphql"))
        {
            string path = "/api/" + endpoint.Route.Replace("{id}", new string('0', 26), StringComparison.Ordinal).Replace("{name}", "nightly", StringComparison.Ordinal);
            ApiResponse answer = await host.SendAsync(new HttpMethod(endpoint.Method), path + "?fisrt=10", endpoint.Method is "POST" or "PUT" ? "{}" : null);

            Assert.True(answer.IsProblem(400).Json.GetProperty("errors").TryGetProperty("fisrt", out _), answer.Text);
        }
    }

    [Fact]
    public async Task There_are_no_more_schedules_than_the_setting_allows()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite, new Dictionary<string, string?>(StringComparer.Ordinal) { ["Schedules:MaxSchedules"] = "2" });
        const string Schedule = """{"report":"usage","cron":"0 0 * * *"}""";
        Assert.Equal(201, (await host.SendAsync(HttpMethod.Put, "/api/schedules/one", Schedule)).Status);
        Assert.Equal(201, (await host.SendAsync(HttpMethod.Put, "/api/schedules/two", Schedule)).Status);

        ApiResponse refused = (await host.SendAsync(HttpMethod.Put, "/api/schedules/three", Schedule)).IsProblem(409);
        Assert.Contains("Schedules:MaxSchedules", refused.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await host.SendAsync(HttpMethod.Put, "/api/schedules/two", Schedule)).Status);
        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, "/api/schedules/one")).Status);
        Assert.Equal(201, (await host.SendAsync(HttpMethod.Put, "/api/schedules/three", Schedule)).Status);
    }
}
