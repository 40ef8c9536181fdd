using DuckDB.NET.Data;
using Reporting.Tests.WholeSystem;

namespace Reporting.Tests.Metrics;

/// <summary>Counts by DuckDB over exported CSV files, by the definitions in docs/metrics.md: recipe-runs for runs, usage for commits. Knows nothing of the service.</summary>
internal sealed class DuckMetrics : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DuckDBConnection _database = new("DataSource=:memory:");

    private DuckMetrics() => _database.Open();

    /// <summary>Reads the two files.</summary>
    public static async Task<DuckMetrics> LoadAsync(byte[] recipeRuns, byte[] usage, CancellationToken cancellationToken)
    {
        var duck = new DuckMetrics();
        foreach ((string table, byte[] file) in (IEnumerable<(string, byte[])>)[("runs", recipeRuns), ("usage", usage)])
        {
            await File.WriteAllBytesAsync(duck._folder[table + ".csv"], file, cancellationToken);
            await duck.ExecuteAsync($"""
                create table {table} as
                select *, substr(recipeRunCreatedAt, 1, 10)::date as d, upper(organizationId) as organization, upper(recipeId) as recipe, upper(recipeRunUserEmail) as person,
                       repositoryOrigin || ' ' || repositoryPath as repository
                from read_csv('{duck._folder[table + ".csv"]}', header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', nullstr = '', max_line_size = 10000000);
                """, cancellationToken);
        }

        return duck;
    }

    /// <summary>
    /// Every number: by period (empty for the whole range) and group (<c>*</c> for all groups, empty for none), the measures by name, those of several parts as <c>name.part</c>, without zeros.
    /// </summary>
    public async Task<Dictionary<(string Period, string Group), SortedDictionary<string, double>>> CountAsync(DuckQuery query, CancellationToken cancellationToken)
    {
        var numbers = new Dictionary<(string, string), SortedDictionary<string, double>>();
        string rows = $"select *, {query.Period} as p, {query.Group} as g from {{0}} where d >= date '{query.Since}' and d < date '{query.Until}' and {query.Where}";
        const string Sets = "group by grouping sets ((), (p), (g), (p, g))";
        string failed = string.Join(", ", Of(["CANCELED", "ERROR", "UNAVAILABLE"], "recipeRunState", "failuresByState"));
        await AddAsync($"""
            select {Keys}, count(distinct (runId, d)) as recipeRuns, count(*) as runResults, count(distinct recipe) as recipes, count(distinct person) as users, count(distinct repository) as repositoriesSearched,
                   count(distinct repository) filter (totalFilesChanges::bigint > 0) as repositoriesChanged, sum(coalesce(totalFilesChanges::bigint, 0))::double as filesChanged,
                   sum(coalesce(timeSavingsInMinutes::bigint, 0))::double / 60.0 as hoursSaved, count(*) filter (recipeRunState in ('CANCELED', 'ERROR', 'UNAVAILABLE')) as failures, {failed}
            from ({Fill(rows, "runs")}) {Sets}
            """);
        string[] parts = [
            .. Of(["CANCELED", "COMPLETED", "FAILED", "NO_CHANGES", "ORPHANED", "PROCESSING", "QUEUED"], "commitState", "commitsByState"),
            .. Of(["Direct", "Fork", "ForkAndPullRequest", "PullRequest"], "type", "commitsByType")];
        await AddAsync($"""
            select {Keys}, count(*) as commits, count(distinct repository) as repositoriesCommitted, count(distinct recipe) as recipesWithCommits,
                   count(*) filter (commitState = 'COMPLETED') / nullif(count(*), 0)::double as completionRate, {string.Join(", ", parts)}
            from ({Fill(rows, "usage")} and commitId is not null) {Sets}
            """);
        return numbers;

        async Task AddAsync(string sql)
        {
            await using DuckDBCommand command = _database.CreateCommand();
            command.CommandText = sql;
            await using System.Data.Common.DbDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                (string, string) key = (reader.GetString(0), reader.GetString(1));
                if (!numbers.TryGetValue(key, out SortedDictionary<string, double>? own))
                {
                    numbers.Add(key, own = new SortedDictionary<string, double>(StringComparer.Ordinal));
                }

                for (int column = 2; column < reader.FieldCount; column++)
                {
                    double number = await reader.IsDBNullAsync(column, cancellationToken) ? 0 : Convert.ToDouble(reader.GetValue(column), CultureInfo.InvariantCulture);
                    if (number > 0)
                    {
                        own[reader.GetName(column)] = number;
                    }
                }
            }
        }
    }

    /// <summary>One number.</summary>
    public async Task<double> NumberAsync(string sql, CancellationToken cancellationToken)
    {
        await using DuckDBCommand command = _database.CreateCommand();
        command.CommandText = sql;
        return Convert.ToDouble(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private const string Keys = "case when grouping(p) = 1 then '' else strftime(p, '%Y-%m-%d') end, case when grouping(g) = 1 then '*' else coalesce(g, '') end";

    private static string Fill(string rows, string table) => rows.Replace("{0}", table, StringComparison.Ordinal);

    private static IEnumerable<string> Of(IEnumerable<string> values, string column, string measure) => values.Select(value => $"count(*) filter ({column} = '{value}') as \"{measure}.{value}\"");

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using DuckDBCommand command = _database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>What DuckDB is asked for.</summary>
/// <param name="Since">First day.</param>
/// <param name="Until">The day behind the last.</param>
/// <param name="Period">Expression of a row's period, a date.</param>
/// <param name="Group">Expression of a row's group.</param>
/// <param name="Where">Condition of the rows.</param>
internal sealed record DuckQuery(string Since, string Until, string Period, string Group, string Where);
