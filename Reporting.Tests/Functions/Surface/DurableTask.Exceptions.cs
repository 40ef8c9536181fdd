// Surface of the two exception types that reach callers of DurableTaskClient through transitive packages. Signatures, and bodies for what the tests run.
#nullable enable
using System;

namespace DurableTask.Core.Exceptions
{
    // Azure/durabletask: src/DurableTask.Core/Exceptions/OrchestrationAlreadyExistsException.cs (package Microsoft.Azure.DurableTask.Core, through Microsoft.DurableTask.Abstractions)
    [Serializable]
    public class OrchestrationAlreadyExistsException : InvalidOperationException
    {
        public OrchestrationAlreadyExistsException() => throw null!;

        public OrchestrationAlreadyExistsException(string message)
            : base(message)
        {
        }

        public OrchestrationAlreadyExistsException(string message, Exception innerException) => throw null!;
    }
}

namespace Grpc.Core
{
    // grpc/grpc-dotnet: src/Grpc.Core.Api/RpcException.cs (package Grpc.Core.Api, through Grpc.Net.Client; Metadata overloads left out)
    public class RpcException : Exception
    {
        public RpcException(Status status) => Status = status;

        public RpcException(Status status, string message) => throw null!;

        public Status Status { get; }

        public StatusCode StatusCode => Status.StatusCode;
    }

    // grpc/grpc-dotnet: src/Grpc.Core.Api/Status.cs
    public struct Status
    {
        public Status(StatusCode statusCode, string detail)
        {
            StatusCode = statusCode;
            Detail = detail;
        }

        public StatusCode StatusCode { get; }

        public string Detail { get; }
    }

    // grpc/grpc-dotnet: src/Grpc.Core.Api/StatusCode.cs
    public enum StatusCode
    {
        OK = 0,
        Cancelled = 1,
        Unknown = 2,
        InvalidArgument = 3,
        DeadlineExceeded = 4,
        NotFound = 5,
        AlreadyExists = 6,
        PermissionDenied = 7,
        ResourceExhausted = 8,
        FailedPrecondition = 9,
        Aborted = 10,
        OutOfRange = 11,
        Unimplemented = 12,
        Internal = 13,
        Unavailable = 14,
        DataLoss = 15,
        Unauthenticated = 16,
    }
}
