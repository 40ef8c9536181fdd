using System.Globalization;

namespace Reporting.Benchmarks.Compare.Document;

/// <summary>A number that was promised and what was measured.</summary>
/// <param name="What">What the number is.</param>
/// <param name="Wanted">The promise, e.g. <c>at least 5</c>.</param>
/// <param name="Measured">What came out.</param>
/// <param name="Holds">Whether that keeps the promise.</param>
internal sealed record Finding(string What, string Wanted, string Measured, bool Holds)
{
    /// <summary>A number that must not fall below another.</summary>
    public static Finding AtLeast(string what, double least, double measured) =>
        new(what, string.Create(CultureInfo.InvariantCulture, $"at least {least:0.##}"), measured.ToString("0.00", CultureInfo.InvariantCulture), measured >= least);

    /// <summary>A number that must not exceed another.</summary>
    public static Finding AtMost(string what, double most, double measured) =>
        new(what, string.Create(CultureInfo.InvariantCulture, $"at most {most:0.##}"), measured.ToString("0.00", CultureInfo.InvariantCulture), measured <= most);
}
