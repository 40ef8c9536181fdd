using System.Text.RegularExpressions;
using Reporting.Api;

namespace Reporting.Tests.Api;

/// <summary>The requests of requests.http, sent as an editor sends them.</summary>
public sealed partial class RequestsFileTests(AzuriteServer azurite)
{
    [Fact]
    public async Task Every_request_of_the_file_works_and_every_endpoint_has_one()
    {
        await using ApiHost host = await ApiHost.StartAsync(azurite);
        string exportId = "";
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match request in Request().Matches((await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "requests.http"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n")))
        {
            string method = request.Groups["method"].Value;
            string path = request.Groups["path"].Value;
            ApiEndpoint endpoint = ApiEndpoints.All.Single(endpoint => endpoint.Method == method && Fits(endpoint, path.Split('?')[0]));
            asked.Add($"{endpoint.Method} {endpoint.Route}");

            Assert.Equal(endpoint.Access != ApiAccess.Anonymous, request.Groups["headers"].Value.Contains("Authorization: Bearer {{token}}", StringComparison.Ordinal));
            ApiResponse answer = await SendAsync(host, method, Fill(path, exportId), Fill(request.Groups["body"].Value, exportId), request.Groups["headers"].Value);

            // The report that GraphQL looks for is another one than REST has started.
            Assert.True(answer.Status < 400, $"{method} {path}: {answer.Status} {answer.Text}");
            if (path == "exports" && method == "POST")
            {
                exportId = answer.Json.GetProperty("id").GetString()!;
                await host.Runner.EndOfAsync(exportId);
            }
        }

        Assert.Equal(ApiEndpoints.All.Where(endpoint => endpoint.Access != ApiAccess.Development).Select(endpoint => $"{endpoint.Method} {endpoint.Route}").Order(StringComparer.Ordinal), asked.Order(StringComparer.Ordinal));
    }

    private static bool Fits(ApiEndpoint endpoint, string path)
    {
        string[] route = endpoint.Route.Split('/');
        string[] parts = path.Split('/');
        return route.Length == parts.Length && route.Zip(parts).All(pair => pair.First == pair.Second || (pair.First.StartsWith('{') && !route.Contains(pair.Second, StringComparer.Ordinal)));
    }

    private static string Fill(string text, string exportId) =>
        text.Replace("{{export.response.body.id}}", exportId, StringComparison.Ordinal);

    private static async Task<ApiResponse> SendAsync(ApiHost host, string method, string path, string body, string headers)
    {
        using ByteArrayContent? content = body.Trim().Length == 0 ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body.Trim())) { Headers = { ContentType = new(ContentType().Match(headers).Groups["type"].Value) } };
        return await host.SendContentAsync(new HttpMethod(method), "/api/" + path, content);
    }

    [GeneratedRegex(@"^(?<method>GET|POST|PUT|DELETE) \{\{url\}\}/api/(?<path>\S+)\n(?<headers>([A-Za-z-]+: .*\n)*)(?<body>(\n(?!###)(?!(GET|POST|PUT|DELETE) ).*)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Request();

    [GeneratedRegex(@"^Content-Type: (?<type>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContentType();
}
