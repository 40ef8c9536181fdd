using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;

namespace Reporting.Api.Exports;

/// <summary>Reads the header <c>Idempotency-Key</c>.</summary>
internal static class IdempotencyKey
{
    private const int MaximumLength = 255;

    /// <summary>The key, or null.</summary>
    /// <exception cref="ProblemException">400: more than one, empty, or too long.</exception>
    public static string? Read(HttpRequest request)
    {
        if (!request.Headers.TryGetValue("Idempotency-Key", out var values))
        {
            return null;
        }

        return values is [{ Length: > 0 and <= MaximumLength } key]
            ? key
            : throw ProblemException.Invalid("Idempotency-Key", "is a header that takes one text of 1 to 255 characters.");
    }
}
