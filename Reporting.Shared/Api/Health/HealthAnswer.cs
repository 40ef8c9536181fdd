namespace Reporting.Api.Health;

/// <summary>Answer of the health endpoint.</summary>
/// <param name="Status"><c>healthy</c>.</param>
/// <param name="Version">The product's version.</param>
/// <param name="Time">The service's clock.</param>
public sealed record HealthAnswer(string Status, string Version, DateTimeOffset Time);
