namespace Reporting.Api.Problems;

/// <summary>Problem details (RFC 9457) as this API writes them.</summary>
/// <param name="Type">A URN that names the kind of problem and never changes: <c>urn:reporting:problem:invalid-request</c>.</param>
/// <param name="Title">The HTTP status in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What was wrong and what to do.</param>
/// <param name="TraceId">What to search the log for.</param>
/// <param name="Errors">By field, what it takes; absent when no field is at fault.</param>
public sealed record Problem(
    string Type, string Title, int Status, string Detail, string TraceId, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);
