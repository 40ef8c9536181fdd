using System.Net.Http.Headers;

namespace Reporting.Tests.Api;

/// <summary>An answer of the API, read whole.</summary>
internal sealed record ApiResponse(int Status, HttpResponseHeaders Headers, string ContentType, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    /// <summary>The methods that a 405 names.</summary>
    public string Allow { get; init; } = "";

    public string? Header(string name) => Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(", ", values) : null;

    /// <summary>The answer is problem details of that status whose errors name the fields.</summary>
    public ApiResponse IsProblem(int status, params string[] fields)
    {
        Assert.True(Status == status, $"{Status} {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal(status, Json.GetProperty("status").GetInt32());
        Assert.StartsWith("urn:reporting:problem:", Json.GetProperty("type").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(Json.GetProperty("traceId").GetString()!);
        Assert.DoesNotContain("   at ", Text, StringComparison.Ordinal);
        if (fields.Length > 0)
        {
            Assert.Equal(fields.Order(StringComparer.Ordinal), Json.GetProperty("errors").EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        }

        return this;
    }
}
