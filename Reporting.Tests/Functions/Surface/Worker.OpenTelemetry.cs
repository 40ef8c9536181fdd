// Surface of Microsoft.Azure.Functions.Worker.OpenTelemetry 1.2.0. Signatures only; nothing here runs. Needs the OpenTelemetry package to compile.
#nullable enable
using OpenTelemetry;

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry
{
    // azure-functions-dotnet-worker: src/DotNetWorker.OpenTelemetry/ConfigureFunctionsOpenTelemetry.cs
    public static class ConfigureFunctionsOpenTelemetry
    {
        public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder) => throw null!;
    }
}
