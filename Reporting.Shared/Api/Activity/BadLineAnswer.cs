namespace Reporting.Api.Activity;

/// <summary>A line that was not stored, and why.</summary>
/// <param name="Line">Its number in the body, from 1.</param>
/// <param name="Field">The field at fault; absent when it is about the whole line.</param>
/// <param name="Message">What is wrong and what the field takes.</param>
public sealed record BadLineAnswer(long Line, string? Field, string Message);
