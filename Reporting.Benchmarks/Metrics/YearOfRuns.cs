using Reporting.Activity.Scanning;
using Reporting.Metrics.Sums;
using Reporting.Reports;
using Reporting.Reports.Reading;
using Reporting.Rows;
using Reporting.Storage.Paging;

namespace Reporting.Benchmarks.Metrics;

/// <summary>
/// The usage rows of a year, computed: each day has the same number of runs, each of one of 12 organizations, 300 recipes and 250 users, the first of each far more often than the last; a run has rows on repositories of its
/// organization, which has 250. One row in ten has a commit, one in twenty has failed.
/// </summary>
/// <param name="repositoriesOfRun">Rows of a run.</param>
internal sealed class YearOfRuns(int repositoriesOfRun) : IReportSource
{
    /// <summary>Runs of a day.</summary>
    public const int RunsOfDay = 250;

    private const int Organizations = 12;
    private const int Recipes = 300;
    private const int Users = 250;
    private const int RepositoriesOfOrganization = 250;

    private static readonly byte[][] s_organizations = Names(Organizations, "organization-{0}");
    private static readonly byte[][] s_recipes = Names(Recipes, "org.openrewrite.java.migrate.area{0}.UpgradeOrReplaceSomething");
    private static readonly byte[][] s_recipeNames = Names(Recipes, "Upgrade or replace something of area {0}");
    private static readonly byte[][] s_users = Names(Users, "developer-{0}@example.com");
    private static readonly byte[][] s_repositories = Names(Organizations * RepositoriesOfOrganization, "group/some-service-with-a-name-{0}");

    public IReportReader Open(ReportQuery query, KeyRange keys, IPageGate? gate = null) => new Reader(repositoriesOfRun, long.Parse(keys.From[..19], CultureInfo.InvariantCulture), long.Parse(keys.To[..19], CultureInfo.InvariantCulture));

    private static byte[][] Names(int count, string pattern) => [.. Enumerable.Range(0, count).Select(number => Encoding.UTF8.GetBytes(string.Format(CultureInfo.InvariantCulture, pattern, number)))];

    // A page is a run.
    private sealed class Reader(int repositoriesOfRun, long from, long to) : IReportReader
    {
        private const long Step = TimeSpan.TicksPerDay / RunsOfDay;
        private readonly byte[] _bytes = new byte[repositoriesOfRun * 512];
        private readonly Cell[] _cells = new Cell[repositoriesOfRun * UsageRowColumns.Names.Count];
        private readonly byte[] _key = new byte[19];
        private long _ticks = from;
        private int _row;
        private int _rows;
        private int _length;
        private int _cell;

        public RowSchema Schema { get; } = new(UsageRowColumns.Names.Select(name => new RowColumn(name, CellKind.Text)));

        public RowView Current => new(_bytes, _cells.AsSpan((_row - 1) * UsageRowColumns.Names.Count, UsageRowColumns.Names.Count));

        public ReadOnlySpan<byte> CurrentKey => _key;

        public long CommitsWithoutRun => 0;

        public ReadOnlySpan<byte> PassedKey => [];

        public bool TryRead() => _row < _rows && ++_row > 0;

        public ValueTask<bool> LoadAsync(CancellationToken cancellationToken)
        {
            if (_ticks >= to)
            {
                return new(false);
            }

            (_row, _rows, _length, _cell) = (0, repositoriesOfRun, 0, 0);
            ulong draw = Draw((ulong)_ticks);
            int organization = Few(draw, Organizations);
            int recipe = Few(draw >> 16, Recipes);
            int user = Few(draw >> 32, Users);
            int first = (int)((draw >> 48) % RepositoriesOfOrganization);
            var time = new DateTimeOffset(_ticks, TimeSpan.Zero);
            byte[] created = Encoding.ASCII.GetBytes(Rfc3339.Format(time));
            byte[] runId = Encoding.ASCII.GetBytes(draw.ToString("x16", CultureInfo.InvariantCulture));
            _ticks.TryFormat(_key, out _, "D19", CultureInfo.InvariantCulture);
            for (int row = 0; row < repositoriesOfRun; row++)
            {
                ulong own = Draw(draw + (ulong)row);
                bool hasCommit = own % 10 == 0;
                Put(runId);
                Put(s_recipes[recipe]);
                Put(s_recipeNames[recipe]);
                Put(s_organizations[organization]);
                Put(s_users[user]);
                Put(own % 20 == 1 ? "ERROR"u8 : "FINISHED"u8);
                Put("github.com"u8);
                Put(s_repositories[(organization * RepositoriesOfOrganization) + ((first + row) % RepositoriesOfOrganization)]);
                Put(own % 3 == 0 ? "7"u8 : "0"u8);
                Put(own % 3 == 0 ? "35"u8 : "0"u8);
                Put(created);
                Put(hasCommit ? "PullRequest"u8 : default);
                Put(hasCommit ? (own % 40 == 0 ? "FAILED"u8 : "COMPLETED"u8) : default);
                Put("1"u8);
            }

            _ticks += Step;
            return new(true);
        }

        public ValueTask DisposeAsync() => default;

        private void Put(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_bytes.AsSpan(_length));
            _cells[_cell++] = new Cell(_length, text.Length, CellKind.Text);
            _length += text.Length;
        }

        // The square of an even draw: a quarter of all draws fall into the first sixteenth.
        private static int Few(ulong draw, int count) => (int)((double)(draw & 0xFFFF) * (draw & 0xFFFF) / (65536.0 * 65536.0) * count);

        private static ulong Draw(ulong seed)
        {
            seed += 0x9E3779B97F4A7C15;
            seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EB;
            return seed ^ (seed >> 31);
        }
    }
}
