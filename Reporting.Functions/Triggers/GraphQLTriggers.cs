using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Reporting.Api.GraphQL.Http;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>GraphQL.</summary>
public sealed class GraphQLTriggers(FunctionApi api)
{
    [Function(nameof(PostGraphQL))]
    public Task PostGraphQL([HttpTrigger(Anonymous, "post", Route = "graphql")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RespondAsync<PostGraphQL>(request, client);

    [Function(nameof(GetGraphQL))]
    public Task GetGraphQL([HttpTrigger(Anonymous, "get", "head", Route = "graphql")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        api.RespondAsync<GetGraphQL>(request, client);
}
