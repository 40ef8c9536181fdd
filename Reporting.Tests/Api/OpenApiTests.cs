using System.Text.Json;
using Reporting.Api;
using Reporting.Api.GraphQL.Types;
using Reporting.Reports.Definitions;
using Reporting.Tests.Storage;

namespace Reporting.Tests.Api;

public sealed class OpenApiTests(AzuriteServer azurite)
{
    [Fact]
    public async Task The_document_has_every_route_but_the_development_sign_in_and_no_other()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);

        JsonElement document = (await host.SendAsync(HttpMethod.Get, "/api/openapi.json", token: "")).Json;

        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        Assert.Equal(
            ApiEndpoints.All.Where(endpoint => endpoint.Access != ApiAccess.Development).Select(endpoint => $"{endpoint.Method} /api/{endpoint.Route}").Order(StringComparer.Ordinal),
            Operations(document).Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_document_says_who_may_call_and_every_reference_leads_somewhere()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        JsonElement document = (await host.SendAsync(HttpMethod.Get, "/api/openapi.json", token: "")).Json;

        foreach ((string method, string path, JsonElement operation) in Operations(document))
        {
            ApiEndpoint endpoint = ApiEndpoints.All.Single(endpoint => endpoint.Method == method && "/api/" + endpoint.Route == path);
            Assert.Equal(endpoint.Access != ApiAccess.Anonymous, operation.GetProperty("security").GetArrayLength() > 0);
            Assert.Equal(endpoint.Access != ApiAccess.Anonymous, operation.GetProperty("responses").TryGetProperty("401", out _));
            Assert.NotEmpty(operation.GetProperty("summary").GetString()!);
        }

        Assert.All(References(document), reference => Assert.NotEqual(JsonValueKind.Undefined, JsonSchemaChecker.Resolve(document, reference).ValueKind));
    }

    [Fact]
    public async Task The_document_and_GraphQL_name_every_report_and_format()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        JsonElement request = JsonSchemaChecker.Resolve((await host.SendAsync(HttpMethod.Get, "/api/openapi.json", token: "")).Json, "#/components/schemas/ExportRequest");

        Assert.Equal(ReportCatalogue.All.Select(report => report.Name), Values("report"));
        Assert.Equal(ReportCatalogue.All.SelectMany(report => report.Formats).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Values("format").Order(StringComparer.Ordinal));
        Assert.Equal(
            ReportCatalogue.Find("audit-logs").Formats.Order(StringComparer.Ordinal),
            new AuditLogsFormatGraphType().Values.Select(value => value.Name).Order(StringComparer.Ordinal));

        IEnumerable<string?> Values(string property) => request.GetProperty("properties").GetProperty(property).GetProperty("enum").EnumerateArray().Select(value => value.GetString());
    }

    internal static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)));

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => property.NameEquals("$ref") ? [property.Value.GetString()!] : References(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
