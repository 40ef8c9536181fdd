// Surface of Microsoft.Azure.Functions.Worker.Extensions.Http.AspNetCore 2.1.1. Signatures only; nothing here runs.
#nullable enable
using System;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;

namespace Microsoft.Azure.Functions.Worker.Builder
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Http.AspNetCore/src/FunctionsApplicationBuilderAspNetCoreExtensions.cs
    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => throw null!;
    }
}

namespace Microsoft.Azure.Functions.Worker
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Http.AspNetCore/src/FunctionContext/FunctionContextExtensions.cs
    public static class FunctionContextExtensions
    {
        public static HttpContext? GetHttpContext(this FunctionContext context) => throw null!;
    }
}

namespace Microsoft.Extensions.Hosting
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Http.AspNetCore/src/FunctionsHostBuilderExtensions.cs
    public static class FunctionsHostBuilderExtensions
    {
        public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder) => throw null!;

        public static IHostBuilder ConfigureFunctionsWebApplication(
            this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configureWorker) => throw null!;

        public static IHostBuilder ConfigureFunctionsWebApplication(
            this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configureWorker) => throw null!;
    }
}
