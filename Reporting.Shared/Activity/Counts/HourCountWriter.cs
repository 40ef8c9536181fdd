using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Reporting.Storage;

namespace Reporting.Activity.Counts;

/// <summary>
/// Counts inserted rows for the planner: table <c>hourcounts</c>, PartitionKey the table, RowKey day of event time <c>-</c> writer, so
/// processes never write each other's rows. Estimates: a count that is lost with a process makes slices a little uneven, no more.
/// </summary>
internal sealed class HourCountWriter(ReportingStorage storage, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>Property with the counts of the day's minutes, packed by <see cref="DayCounts"/>.</summary>
    public const string MinutesProperty = "minutes";

    private const int BatchRows = 100;

    // The rows are stored by now; their writer is not kept waiting for estimates.
    private static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(5);

    // Days kept in memory; beyond, a new writer name is taken and counting starts anew beside the rows stored so far.
    private const int MaxDays = 8_000;
    private readonly TableClient _counts = storage.Tables.GetTableClient(StorageNames.HourCounts);
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Table, string Day), DayCounts> _days = [];
    private string _writer = NewWriter();

    /// <summary>Adds inserted rows of a table by their times. Never fails: what cannot be stored is logged.</summary>
    public async Task AddAsync(string table, IReadOnlyCollection<DateTimeOffset> inserted, CancellationToken cancellationToken)
    {
        List<TableTransactionAction> actions = Count(table, inserted);
        using var late = new CancellationTokenSource(LongestWrite, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            foreach (TableTransactionAction[] batch in actions.Chunk(BatchRows))
            {
                await _counts.SubmitTransactionAsync(batch, either.Token);
            }
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException or OperationCanceledException or IOException)
        {
            HourCountLog.CountsNotStored(logger, table, actions.Count, exception);
        }
    }

    private List<TableTransactionAction> Count(string table, IReadOnlyCollection<DateTimeOffset> inserted)
    {
        var changed = new Dictionary<string, DayCounts>(StringComparer.Ordinal);
        lock (_lock)
        {
            if (_days.Count > MaxDays)
            {
                _days.Clear();
                _writer = NewWriter();
            }

            foreach (DateTimeOffset time in inserted)
            {
                string day = DayCounts.Day(time);
                if (!_days.TryGetValue((table, day), out DayCounts? counts))
                {
                    _days.Add((table, day), counts = new DayCounts());
                }

                counts.Add(time);
                changed[day] = counts;
            }

            return [.. changed.Select(day => new TableTransactionAction(
                TableTransactionActionType.UpsertReplace,
                new TableEntity(table, string.Create(CultureInfo.InvariantCulture, $"{day.Key}-{_writer}")) { [MinutesProperty] = day.Value.Pack() }))];
        }
    }

    private static string NewWriter() => RandomNumberGenerator.GetHexString(12, lowercase: true);
}

/// <summary>What the counts log.</summary>
internal static partial class HourCountLog
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "The row estimates of {Rows} days of {Table} were not stored; export slices may be uneven.")]
    public static partial void CountsNotStored(ILogger logger, string table, int rows, Exception exception);
}
