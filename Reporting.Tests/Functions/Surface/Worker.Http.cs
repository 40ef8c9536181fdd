// Surface of Microsoft.Azure.Functions.Worker.Extensions.Http 3.3.0. Signatures only; nothing here runs.
#nullable enable
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker
{
    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Http/src/AuthorizationLevel.cs
    public enum AuthorizationLevel
    {
        Anonymous = 0,
        User = 1,
        Function = 2,
        System = 3,
        Admin = 4,
    }

    // azure-functions-dotnet-worker: extensions/Worker.Extensions.Http/src/HttpTriggerAttribute.cs
    public sealed class HttpTriggerAttribute : TriggerBindingAttribute
    {
        public HttpTriggerAttribute() => throw null!;

        public HttpTriggerAttribute(params string[] methods) => throw null!;

        public HttpTriggerAttribute(AuthorizationLevel authLevel) => throw null!;

        public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) => throw null!;

        public string? Route { get => throw null!; set => throw null!; }

        public string[]? Methods { get => throw null!; }

        public AuthorizationLevel AuthLevel { get => throw null!; }
    }
}
