namespace Reporting.Exports;

/// <summary>What became of an input: the request, or what is wrong with it.</summary>
/// <param name="Request">The request, checked and complete; null when there are problems.</param>
/// <param name="Problems">Everything that is wrong, not only the first thing.</param>
public sealed record ExportRequestValidation(ExportRequest? Request, IReadOnlyList<ExportProblem> Problems);
