namespace Reporting.Reports.Filtering;

/// <summary>
/// The part of a query's filters that the table service does itself. It keeps every row that passes, perhaps others too, and is cut to what one
/// request takes: 15 comparisons (Table service, "Querying tables and entities"), of which the scan needs up to 4 and a URL of bounded length. Values with
/// control characters stay here too: not every server on the way takes them in an address.
/// </summary>
internal static class ServiceFilter
{
    private const int MaxComparisons = 9;
    private const int MaxLetters = 2;

    // The service takes URLs of 32 KiB; a filter grows up to ninefold when it is escaped.
    private const int MaxCharacters = 2_000;

    /// <summary>The OData clause, or null when the service has nothing to filter.</summary>
    public static string? Create(ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>> filters, ChangedRange? changed)
    {
        var clauses = new List<string>();
        int comparisons = 0;
        int characters = 0;
        if (changed is not null)
        {
            Add([$"changedAt ge '{ChangedPredicate.Format(changed.Since)}' and changedAt lt '{ChangedPredicate.Format(changed.Until)}'"], 2);
        }

        foreach (ReportFilter filter in report.Filters)
        {
            if (!filter.Contains && filters.TryGetValue(filter.Name, out IReadOnlyList<string>? values) && !values.Any(value => value.Any(char.IsControl) || !Ascii.IsValid(value)))
            {
                string[] accepted = [.. (RowFilter.IsRepository(filter) ? values.SelectMany(RepositoryPredicate.PathsOf) : values).Distinct(StringComparer.OrdinalIgnoreCase)];
                AddAnyCase(filter, accepted);
            }
        }

        return clauses.Count == 0 ? null : string.Join(" and ", clauses);

        // Known values are stored in the catalogue's spelling. For other values, both cases of as many letters are listed as the filter has room for.
        void AddAnyCase(ReportFilter filter, string[] accepted)
        {
            bool isKnown = !filter.Values.IsEmpty;
            for (int letters = isKnown ? 0 : MaxLetters; letters >= 0; letters--)
            {
                string[] alternatives = isKnown
                    ? [.. accepted.Select(value => $"{filter.Column} eq '{value}'")]
                    : [.. accepted.SelectMany(value => AnyCase.Clauses(filter.Column, value, letters))];
                if (Add(alternatives, alternatives.Sum(clause => clause.StartsWith('(') ? 2 : 1)))
                {
                    return;
                }
            }
        }

        bool Add(IEnumerable<string> alternatives, int count)
        {
            string clause = $"({string.Join(" or ", alternatives)})";
            if (comparisons + count <= MaxComparisons && characters + clause.Length <= MaxCharacters)
            {
                clauses.Add(clause);
                comparisons += count;
                characters += clause.Length;
                return true;
            }

            return false;
        }
    }
}
