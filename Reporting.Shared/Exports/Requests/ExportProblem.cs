namespace Reporting.Exports;

/// <summary>Something wrong with what was asked.</summary>
/// <param name="Field">Where: the JSON name (<c>since</c>, <c>filters.user</c>).</param>
/// <param name="Message">What is wrong and what it takes, in a sentence.</param>
public sealed record ExportProblem(string Field, string Message);
