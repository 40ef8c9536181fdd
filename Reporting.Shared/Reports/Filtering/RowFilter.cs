using Reporting.Rows;

namespace Reporting.Reports.Filtering;

/// <summary>The tests that a row must pass. What the service has filtered already is tested again: it costs little and makes the service's part an optimization only.</summary>
internal sealed class RowFilter(IReadOnlyList<IRowTest> tests)
{
    private readonly IRowTest[] _tests = [.. tests];

    /// <summary>True when nothing is tested.</summary>
    public bool IsEmpty => _tests.Length == 0;

    /// <summary>True when the row passes every test.</summary>
    public bool Passes(in RowView row)
    {
        foreach (IRowTest test in _tests)
        {
            if (!test.Passes(in row))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The filter that these request filters stand for.</summary>
    /// <param name="report">The report whose filters they are.</param>
    /// <param name="filters">Checked names and values.</param>
    /// <param name="schema">The rows' columns; it has those of <see cref="ColumnsOf"/>, and <c>changedAt</c> where that is asked for.</param>
    /// <param name="changed">Range of <c>changedAt</c>, or null.</param>
    public static RowFilter Create(ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>> filters, RowSchema schema, ChangedRange? changed)
    {
        var tests = new List<IRowTest>();
        foreach ((string name, IReadOnlyList<string> values) in filters)
        {
            ReportFilter filter = report.FindFilter(name) ?? throw new ArgumentException($"Report {report.Name} has no filter '{name}'.", nameof(filters));
            int column = schema.IndexOf(filter.Column);
            tests.Add(filter.Contains ? new ContainsTest(column, values)
                : IsRepository(filter) ? new RepositoryTest(schema.IndexOf(RepositoryTest.OriginColumn), column, values)
                : new EqualsTest(column, values));
        }

        if (changed is not null)
        {
            tests.Add(new ChangedTest(schema.IndexOf("changedAt"), changed));
        }

        return new RowFilter(tests);
    }

    /// <summary>The columns that the tests look at.</summary>
    public static IEnumerable<string> ColumnsOf(ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>> filters) =>
        filters.Keys.Select(name => report.FindFilter(name)).OfType<ReportFilter>()
            .SelectMany(filter => IsRepository(filter) ? [RepositoryTest.OriginColumn, filter.Column] : (IEnumerable<string>)[filter.Column]);

    /// <summary>True for the filter that takes a path or origin/path.</summary>
    internal static bool IsRepository(ReportFilter filter) => string.Equals(filter.Column, RepositoryTest.PathColumn, StringComparison.Ordinal);
}
