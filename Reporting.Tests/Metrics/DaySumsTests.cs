using FsCheck;
using FsCheck.Fluent;
using Reporting.Metrics.Queries;
using Reporting.Metrics.Sums;
using Reporting.Rows;
using Reporting.Tests.Rows;

namespace Reporting.Tests.Metrics;

/// <summary>Numbers from sums, stored and read back, are what counting the rows gives, for any rows, grouping and filter.</summary>
public sealed class DaySumsTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 30, 0, 0, 0, TimeSpan.Zero);
    private static readonly RowSchema s_schema = new(UsageRowColumns.Names.Select(name => new RowColumn(name, CellKind.Text)));

    private sealed record Row(int Day, int Millisecond, string RunId, string Organization, string RecipeId, string RecipeName, string User, string Repository, int Files, int Minutes, string State, string[] CommitStates)
    {
        public DateOnly Date => DateOnly.FromDateTime(s_start.UtcDateTime).AddDays(Day);
    }

    [Fact]
    public void Any_rows_are_counted_as_in_memory()
    {
        Gen<MetricsQuery> queries = Gen.Elements(Enum.GetValues<MetricGrouping>()).SelectMany(grouping => Gen.Elements(Enum.GetValues<MetricInterval>()).SelectMany(interval =>
            Gen.Elements<string[]>([], ["A"], ["a", "b"]).SelectMany(organizations => Gen.Elements<string[]>([], ["r.1"], ["*.2"], ["Name*"]).SelectMany(recipes => Gen.Elements<string[]>([], ["ADA", "bob"]).Select(users =>
                new MetricsQuery { Since = new DateOnly(2026, 3, 31), Until = new DateOnly(2026, 4, 3), GroupBy = grouping, Interval = interval, Organizations = organizations, Recipes = recipes, Users = users })))));
        Prop.ForAll(Arb.From(Rows()), Arb.From(queries), IsCounted).Check(Config.QuickThrowOnFailure.WithMaxTest(LongTests.Cases(quick: 300)));
    }

    [Fact]
    public void Damaged_sums_are_refused()
    {
        var names = new MetricNames();
        byte[] bytes = DaySumsCodec.Encode(SumsOf([new Row(0, 1, "r", "A", "r.1", "", "ada", "x", 1, 1, "FINISHED", [])], names)[0], names);
        Assert.Single(DaySumsCodec.Decode(bytes, names).Cells);
        Assert.Throws<InvalidDataException>(() => DaySumsCodec.Decode(bytes.AsSpan(0, bytes.Length - 1), names));
        Assert.Throws<InvalidDataException>(() => DaySumsCodec.Decode([2, .. bytes[1..]], names));
        Assert.Throws<InvalidDataException>(() => DaySumsCodec.Decode([], names));
    }

    private static bool IsCounted(Row[] rows, MetricsQuery query)
    {
        // What one process has stored, another reads: its names have other numbers.
        var writer = new MetricNames();
        var reader = new MetricNames();
        reader.Users.Intern("of another day");
        DaySums[] days = [.. SumsOf(rows, writer).Select(day => DaySumsCodec.Decode(DaySumsCodec.Encode(day, writer), reader))];
        MetricsResult result = new MetricsCalculator(query, days, reader).Calculate();

        Row[] wanted = [.. rows.Where(row => row.Date >= query.Since && row.Date < query.Until && Passes(query, row))];
        AssertSame(Count(wanted), result.Total);
        AssertSame(Count([.. rows.Where(row => row.Date >= query.PreviousSince && row.Date < query.Since && Passes(query, row))]), result.Previous);
        DateOnly[] ends = [.. result.Periods.Skip(1), query.Until];
        for (int period = 0; period < ends.Length; period++)
        {
            AssertSame(Count([.. wanted.Where(row => row.Date >= result.Periods[period] && row.Date < ends[period])]), result.Series[period]);
        }

        ILookup<string, Row> groups = wanted.ToLookup(row => GroupOf(query, row), StringComparer.OrdinalIgnoreCase);
        Assert.Equal(query.GroupBy == MetricGrouping.None ? 0 : groups.Count, result.GroupCount);
        foreach (MetricGroup group in result.Groups)
        {
            AssertSame(Count([.. groups[group.Key ?? ""]]), group.Total);
        }

        return true;
    }

    private static List<DaySums> SumsOf(IReadOnlyList<Row> rows, MetricNames names)
    {
        var columns = new UsageRowColumns(s_schema);
        var days = new List<DaySums>();
        foreach (IGrouping<DateOnly, Row> day in rows.GroupBy(row => row.Date).OrderBy(day => day.Key))
        {
            var builder = new DaySumsBuilder(day.Key, columns, names);
            foreach (Row row in day)
            {
                for (int index = 0; index < Math.Max(1, row.CommitStates.Length); index++)
                {
                    string? state = row.CommitStates.Length == 0 ? null : row.CommitStates[index];
                    BuiltRow built = RowBuilder.Of(
                        row.RunId, row.RecipeId, row.RecipeName, row.Organization, row.User, row.State, "github.com", row.Repository, row.Files, row.Minutes,
                        s_start.AddDays(row.Day).AddMilliseconds(row.Millisecond), state is null ? null : "Fork", state, index == 0 ? 1 : 0);
                    builder.Add(built.View);
                }
            }

            days.Add(builder.Build());
        }

        return days;
    }

    private static MetricNumbers Count(Row[] rows)
    {
        Row[] committed = [.. rows.Where(row => row.CommitStates.Length > 0)];
        string[] commits = [.. rows.SelectMany(row => row.CommitStates)];
        Dictionary<string, long> failures = rows.Where(row => row.State != "FINISHED").GroupBy(row => row.State, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal);
        return new MetricNumbers(
            rows.Select(row => (row.RunId, row.Day)).Distinct().Count(), rows.Length, Distinct(rows, row => row.RecipeId), Distinct(rows, row => row.User), Repositories(rows),
            Repositories(rows.Where(row => row.Files > 0)), rows.Sum(row => row.Files), rows.Sum(row => row.Minutes) / 60.0, failures.Values.Sum(), failures, commits.Length,
            commits.GroupBy(state => state, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.LongCount(), StringComparer.Ordinal),
            commits.Length == 0 ? new Dictionary<string, long>(StringComparer.Ordinal) : new Dictionary<string, long>(StringComparer.Ordinal) { ["Fork"] = commits.Length },
            Repositories(committed), commits.Length == 0 ? null : commits.Count(state => state == "COMPLETED") / (double)commits.Length, Distinct(committed, row => row.RecipeId));

        static int Distinct(IEnumerable<Row> rows, Func<Row, string> name) => rows.Select(name).Distinct(StringComparer.OrdinalIgnoreCase).Count();

        static int Repositories(IEnumerable<Row> rows) => rows.Select(row => row.Repository).Distinct(StringComparer.Ordinal).Count();
    }

    private static void AssertSame(MetricNumbers expected, MetricNumbers actual) => Assert.Equal(Text(expected), Text(actual));

    private static string Text(MetricNumbers numbers) => string.Join(", ", Measure.All.Select(measure => measure.Name + " " + (measure.Parts is { } parts
        ? string.Join(' ', parts(numbers).OrderBy(part => part.Key, StringComparer.Ordinal).Select(part => FormattableString.Invariant($"{part.Key}:{part.Value}")))
        : measure.Value!(numbers)?.ToString("R", CultureInfo.InvariantCulture))));

    private static bool Passes(MetricsQuery query, Row row) =>
        (query.Organizations.Count == 0 || query.Organizations.Contains(row.Organization, StringComparer.OrdinalIgnoreCase))
        && (query.Users.Count == 0 || query.Users.Contains(row.User, StringComparer.OrdinalIgnoreCase))
        && (query.Recipes.Count == 0 || query.Recipes.Any(pattern => pattern switch
        {
            "*.2" => row.RecipeId.EndsWith(".2", StringComparison.OrdinalIgnoreCase) || row.RecipeName.EndsWith(".2", StringComparison.OrdinalIgnoreCase),
            "Name*" => row.RecipeName.StartsWith("name", StringComparison.OrdinalIgnoreCase),
            _ => string.Equals(row.RecipeId, pattern, StringComparison.OrdinalIgnoreCase),
        }));

    private static string GroupOf(MetricsQuery query, Row row) => query.GroupBy switch
    {
        MetricGrouping.Organization => row.Organization,
        MetricGrouping.Recipe => row.RecipeId,
        _ => row.User,
    };

    // Few names, so that runs lie in several cells and days, and spellings differ.
    private static Gen<Row[]> Rows()
    {
        Gen<Row> row = Gen.Choose(0, 6).SelectMany(day => Gen.Choose(0, 86_399_999).SelectMany(millisecond => Gen.Elements("r", "s", "t", "R").SelectMany(run => Gen.Elements("", "A", "a", "b").SelectMany(organization =>
            Gen.Elements("r.1", "R.1", "r.2", "r.3").SelectMany(recipe => Gen.Elements("", "name", "Name.2").SelectMany(name => Gen.Elements("ada", "Ada", "bob", "cy").SelectMany(user => Gen.Elements("x", "y", "Y", "z").SelectMany(repository =>
                Gen.Choose(0, 2).SelectMany(files => Gen.Choose(0, 90).SelectMany(minutes => Gen.Elements("FINISHED", "FINISHED", "ERROR", "UNAVAILABLE").SelectMany(state =>
                    Gen.Elements<string[]>([], [], ["COMPLETED"], ["FAILED", "COMPLETED"], ["QUEUED", "QUEUED", "NO_CHANGES"]).Select(commits =>
                        new Row(day, millisecond, run, organization, recipe, name, user, repository, files, minutes, state, commits)))))))))))));
        return row.ListOf().Select(rows => rows.ToArray());
    }
}
