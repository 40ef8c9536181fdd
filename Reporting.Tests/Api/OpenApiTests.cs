using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Reporting.Api.GraphQL.Types;
using Reporting.Reports.Definitions;
using Reporting.Tests.Api.OpenApi;

namespace Reporting.Tests.Api;

public sealed class OpenApiTests(AzuriteServer azurite)
{
    private static readonly string Snapshot = Path.Combine(SharedData.RepositoryRoot, "Reporting.Shared", "Api", "OpenApi", "openapi.json");

    private static CancellationToken CancellationToken => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_document_is_what_the_endpoints_declare()
    {
        string generated = OpenApiGenerator.Write();
        if (Environment.GetEnvironmentVariable("REPORTING_UPDATE") == "1")
        {
            await File.WriteAllTextAsync(Snapshot, generated, CancellationToken);
        }

        Assert.True(
            await File.ReadAllTextAsync(Snapshot, CancellationToken) == generated,
            "Reporting.Shared/Api/OpenApi/openapi.json is not what the endpoints declare any more: run this test with REPORTING_UPDATE=1 and read the difference.");
    }

    [Fact]
    public async Task The_document_that_is_served_is_valid_OpenAPI()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        ApiResponse response = await host.SendAsync(HttpMethod.Get, "/api/openapi.json", token: "");

        (OpenApiDocument? document, OpenApiDiagnostic? diagnostic) = OpenApiDocument.Parse(response.Text, "json");

        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, diagnostic!.SpecificationVersion);
        Assert.Empty(diagnostic.Errors);
        Assert.Empty(diagnostic.Warnings);
        Assert.Equal(ApiContract.Operations.Count, document!.Paths.Sum(path => path.Value.Operations!.Count));
        Assert.All(ApiContract.Operations, operation => Assert.NotEmpty(operation.Operation.GetProperty("summary").GetString()!));
    }

    [Fact]
    public void A_response_that_is_not_as_the_document_says_is_a_fault()
    {
        const string Body = """{"status":"healthy","version":"1","time":"2026-01-01T00:00:00.000Z"}""";
        Assert.Null(FindFault(200, Body));
        Assert.NotNull(FindFault(200, Body.Replace("}", ",\"more\":1}", StringComparison.Ordinal)));
        Assert.NotNull(FindFault(200, Body.Replace("\"1\"", "1", StringComparison.Ordinal)));
        Assert.NotNull(FindFault(200, Body.Replace(".000Z", "Z", StringComparison.Ordinal)));
        Assert.NotNull(FindFault(200, "{}"));
        Assert.NotNull(FindFault(200, Body, "text/plain"));
        Assert.NotNull(FindFault(418, Body));

        static string? FindFault(int status, string body, string type = "application/json")
        {
            using var message = new HttpResponseMessage();
            return ApiContract.FindFault("GET", "/api/health", new ApiResponse(status, message.Headers, type, Encoding.UTF8.GetBytes(body)));
        }
    }

    [Fact]
    public void Each_example_of_a_request_is_one() =>
        Assert.All(
            ApiContract.Operations.Where(operation => operation.Operation.TryGetProperty("requestBody", out JsonElement body) && body.ToString().Contains("\"example\"", StringComparison.Ordinal)),
            operation =>
            {
                JsonElement content = operation.Operation.GetProperty("requestBody").GetProperty("content").GetProperty("application/json");
                Assert.Null(ApiContract.Fault(content.GetProperty("schema"), content.GetProperty("example")));
            });

    [Fact]
    public void GraphQL_names_every_format_of_the_audit_log() => Assert.Equal(
        ReportCatalogue.Find("audit-logs").Formats.Order(StringComparer.Ordinal),
        new AuditLogsFormatGraphType().Values.Select(value => value.Name).Order(StringComparer.Ordinal));
}
