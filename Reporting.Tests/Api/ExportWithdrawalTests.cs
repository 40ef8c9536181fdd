using Microsoft.Extensions.DependencyInjection;
using Moq;
using Reporting.Exports;

namespace Reporting.Tests.Api;

/// <summary>Cancelling and deleting exports, in few requests to storage.</summary>
public sealed class ExportWithdrawalTests(AzuriteServer azurite)
{
    [Fact]
    public async Task A_cancel_reads_the_row_of_its_job_once_and_writes_it_once()
    {
        var counter = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(
            azurite, services: services => services.AddSingleton(Mock.Of<IExportRunner>(runner => runner.Engine == "local")), policies: counter.AsPolicy());
        string first = await StartAsync(host);
        string second = await StartAsync(host);
        counter.Clear();

        ApiResponse rest = await host.SendAsync(HttpMethod.Delete, "/api/exports/" + first);
        ApiResponse graphQL = await host.PostAsync("/api/graphql", $$"""{"query":"mutation { cancelDownload(id: \"{{second}}\") { id state stateMessage } }"}""");

        Assert.Equal((202, first, "Cancelled by admin@localhost."), (rest.Status, rest.Json.GetProperty("id").GetString(), rest.Json.GetProperty("stateMessage").GetString()));
        Assert.Equal("Cancelled by admin@localhost.", graphQL.Json.GetProperty("data").GetProperty("cancelDownload").GetProperty("stateMessage").GetString());
        Assert.Equal(["GET", "PUT"], counter.MethodsOf("exports", first));
        Assert.Equal(["GET", "PUT"], counter.MethodsOf("exports", second));
    }

    [Fact]
    public async Task A_deletion_of_a_file_reads_the_row_of_its_job_once()
    {
        var counter = new RequestCounter();
        await using ApiHost host = await ApiHost.StartAsync(azurite, policies: counter.AsPolicy());
        string id = (await host.ExportAsync("""{"report":"usage"}""")).GetProperty("id").GetString()!;
        counter.Clear();

        Assert.Equal(204, (await host.SendAsync(HttpMethod.Delete, "/api/exports/" + id)).Status);

        // Expired, and the file is gone.
        Assert.Equal(["GET", "PUT", "PUT"], counter.MethodsOf("exports", id));
        Assert.Equal("EXPIRED", (await host.GetAsync("/api/exports/" + id)).Json.GetProperty("state").GetString());
    }

    private static async Task<string> StartAsync(ApiHost host) => (await host.PostAsync("/api/exports", """{"report":"usage"}""")).Json.GetProperty("id").GetString()!;
}
