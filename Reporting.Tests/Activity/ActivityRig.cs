using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Reporting.Activity;
using Reporting.Activity.Auditing;
using Reporting.Activity.Buckets;
using Reporting.Activity.Counts;
using Reporting.Activity.Ingest;
using Reporting.Activity.Records;
using Reporting.Activity.Writing;
using Reporting.Composition;
using Reporting.Storage;
using Reporting.Telemetry;

namespace Reporting.Tests.Activity;

/// <summary>An account of its own with all tables, and what writes into it.</summary>
internal sealed class ActivityRig
{
    private ActivityRig(string connectionString, TimeProvider timeProvider, IngestOptions options, TablePipelinePolicy[] policies)
    {
        Storage = ReportingStorageFactory.Create(connectionString, policies);
        Buckets = new BucketSettings(Storage, timeProvider);
        Writer = new ActivityWriter(Storage, Buckets, Options.Create(options), timeProvider, NullLogger<ActivityWriter>.Instance);
        Ingest = new ActivityIngest(Writer, Options.Create(options), timeProvider);
        Meter = new ReportingMeter(Meters);
        EventIds = new EventIds(Storage, timeProvider);
        ServiceEvents = new ServiceEvents(Writer, EventIds, Meter, NullLogger<ServiceEvents>.Instance);
        SelfAudit = new SelfAudit(ServiceEvents, EventIds, Meter, timeProvider, NullLogger<SelfAudit>.Instance);
        Counts = new HourCounts(Storage);
        ConnectionString = connectionString;
        _options = options;
    }

    private readonly IngestOptions _options;

    public string ConnectionString { get; }

    public ReportingStorage Storage { get; }

    public BucketSettings Buckets { get; }

    public ActivityWriter Writer { get; }

    public ActivityIngest Ingest { get; }

    public HourCounts Counts { get; }

    public ReportingMeter Meter { get; }

    public FakeMeterFactory Meters { get; } = new();

    public EventIds EventIds { get; }

    public ServiceEvents ServiceEvents { get; }

    public SelfAudit SelfAudit { get; }

    public static Task<ActivityRig> CreateAsync(AzuriteServer azurite, TimeProvider? timeProvider = null, IngestOptions? options = null, params TablePipelinePolicy[] policies) =>
        CreateAtAsync(azurite.NewAccount(), timeProvider, options, policies);

    /// <summary>The same on an account that is there.</summary>
    public static async Task<ActivityRig> CreateAtAsync(string connectionString, TimeProvider? timeProvider = null, IngestOptions? options = null, params TablePipelinePolicy[] policies)
    {
        await StorageSetup.CreateAsync(ReportingStorageFactory.Create(connectionString), TestContext.Current.CancellationToken);
        return new ActivityRig(connectionString, timeProvider ?? TimeProvider.System, options ?? new IngestOptions(), policies);
    }

    /// <summary>A second process on the same account.</summary>
    public ActivityRig Another(TimeProvider? timeProvider = null, params TablePipelinePolicy[] policies) =>
        new(ConnectionString, timeProvider ?? TimeProvider.System, _options, policies);

    /// <summary>All rows of a table by partition and key, as a client without our policies sees them.</summary>
    public Task<List<TableEntity>> RowsAsync(string table) =>
        new TableServiceClient(ConnectionString).GetTableClient(table).QueryAsync<TableEntity>(cancellationToken: TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken).AsTask();

    public Task<List<TableEntity>> RowsAsync(ActivityTable table) => RowsAsync(table.Name);

    /// <summary>The record columns of all rows, each row in one line, without the stamps: what exports are made of.</summary>
    public async Task<List<string>> ContentAsync(ActivityTable table) =>
    [
        .. (await RowsAsync(table)).Select(row => string.Join('|', table.Columns[..^2].Select(column => Convert.ToString(StoredValue.Get(row, column.Name), System.Globalization.CultureInfo.InvariantCulture))
            .Prepend(row.RowKey).Prepend(row.PartitionKey))),
    ];
}
