using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Reporting.Api.Development;
using Reporting.Functions.Hosting;
using static Microsoft.Azure.Functions.Worker.AuthorizationLevel;

namespace Reporting.Functions.Triggers;

/// <summary>The sign-in of <c>func start</c>; in Azure nothing is there.</summary>
public sealed class DevelopmentTriggers(FunctionApi api)
{
    [Function(nameof(DevelopmentSignInPage))]
    public Task DevelopmentSignInPage([HttpTrigger(Anonymous, "get", "head", "post", Route = "development/sign-in")] HttpRequest request) =>
        api.RespondAsync<DevelopmentSignInPage>(request);
}
