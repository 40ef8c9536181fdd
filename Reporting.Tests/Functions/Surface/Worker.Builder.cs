// Surface of Microsoft.Azure.Functions.Worker 2.52.0 (the application builder). Signatures only; nothing here runs.
#nullable enable
using System;
using System.Collections.Generic;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder
{
    // azure-functions-dotnet-worker: src/DotNetWorker/Builder/FunctionsApplication.cs
    public class FunctionsApplication
    {
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw null!;
    }

    // azure-functions-dotnet-worker: src/DotNetWorker/Builder/FunctionsApplicationBuilder.cs
    public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
    {
        internal FunctionsApplicationBuilder(string[]? args) => throw null!;

        public IDictionary<object, object> Properties => throw null!;

        IConfigurationManager IHostApplicationBuilder.Configuration => throw null!;

        public ConfigurationManager Configuration => throw null!;

        public IHostEnvironment Environment => throw null!;

        public ILoggingBuilder Logging => throw null!;

        public IMetricsBuilder Metrics => throw null!;

        public IServiceCollection Services => throw null!;

        public IHost Build() => throw null!;

        public void ConfigureContainer<TContainerBuilder>(
            IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
            where TContainerBuilder : notnull => throw null!;

        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware) => throw null!;
    }
}
