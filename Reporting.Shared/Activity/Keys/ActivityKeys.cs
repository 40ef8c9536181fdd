using System.Buffers.Binary;
using System.IO.Hashing;
using System.Security.Cryptography;

namespace Reporting.Activity.Keys;

/// <summary>
/// PartitionKeys and RowKeys of the activity log. Every RowKey begins with the event's UTC ticks in 19 digits, so ordinal order
/// is time order. Times are cut to milliseconds, as they are stored.
/// </summary>
/// <example>
/// A run <c>r-1</c> of 2026-01-28T08:46:57.012Z in bucket 0 stands in partition <c>00-2026012808</c> under
/// <c>0639051868170120000-r-1-</c> and the 32 hex digits of its repository.
/// </example>
public static class ActivityKeys
{
    private const string HourFormat = "yyyyMMddHH";

    /// <summary>The UTC hour of a time as it stands in PartitionKeys: <c>yyyyMMddHH</c>.</summary>
    public static string Hour(DateTimeOffset time) => time.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture);

    /// <summary>The start of an hour written by <see cref="Hour"/>.</summary>
    /// <exception cref="FormatException"><paramref name="hour"/> is no such text.</exception>
    public static DateTimeOffset ParseHour(ReadOnlySpan<char> hour) =>
        DateTimeOffset.ParseExact(hour, HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>A PartitionKey: the bucket in two hex digits, <c>-</c>, the UTC hour.</summary>
    public static string Partition(int bucket, DateTimeOffset time) => string.Create(CultureInfo.InvariantCulture, $"{bucket:x2}-{Hour(time)}");

    /// <summary>UTC ticks in 19 digits, cut to milliseconds.</summary>
    public static string Ticks(DateTimeOffset time) => KeyTicks.Format(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond));

    /// <summary>RowKey of an ingested audit event.</summary>
    public static string AuditEventRow(DateTimeOffset timestamp, string id) => $"{Ticks(timestamp)}-{id}";

    /// <summary>RowKey of an audit event of the service's own: no id holds <c>~</c>, so no ingested event can have this key.</summary>
    public static string OwnAuditEventRow(DateTimeOffset timestamp, string id) => $"{Ticks(timestamp)}-~{id}";

    /// <summary>RowKey of a recipe run on a repository.</summary>
    public static string RecipeRunRow(DateTimeOffset createdAt, string runId, string repositoryHash) =>
        $"{Ticks(createdAt)}-{KeySegment.OfRun(runId)}-{repositoryHash}";

    /// <summary>RowKey of a commit in <c>commits</c>.</summary>
    public static string CommitRow(DateTimeOffset createdAt, string commitId, string runId, string repositoryHash) =>
        $"{Ticks(createdAt)}-{KeySegment.OfCommit(commitId)}-{KeySegment.OfRun(runId)}-{repositoryHash}";

    /// <summary>RowKey of a commit in <c>runcommits</c>: its run's key, <c>-</c>, its id.</summary>
    public static string RunCommitRow(string recipeRunRow, string commitId) => $"{recipeRunRow}-{KeySegment.OfCommit(commitId)}";

    /// <summary>
    /// 128 bits of SHA-256 over origin, path and branch, in 32 lower-case hex digits. Each part is hashed behind its length in bytes
    /// (UTF-8, four bytes big-endian), so no two different repositories give the same input.
    /// </summary>
    public static string RepositoryHash(string origin, string path, string branch)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, origin);
        Append(hash, path);
        Append(hash, branch);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }

    /// <summary>The bucket of a row: a stable hash of the text by which rows of its kind are spread.</summary>
    /// <param name="spread">An audit event's id; <see cref="RunSpread"/> of a run and of its commits.</param>
    /// <param name="count">How many buckets are in force at the row's hour; a power of two.</param>
    public static int Bucket(string spread, int count)
    {
        ArgumentNullException.ThrowIfNull(spread);
        return count == 1 ? 0 : (int)(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(spread)) & (uint)(count - 1));
    }

    /// <summary>The text by which runs and their commits are spread over buckets.</summary>
    public static string RunSpread(string runId, string repositoryHash) => $"{runId}-{repositoryHash}";

    /// <summary>PartitionKey in <c>touched</c>: the table's name, <c>-</c>, the UTC hour of ingest.</summary>
    public static string TouchedPartition(string table, DateTimeOffset ingested) => $"{table}-{Hour(ingested)}";

    /// <summary>How RowKeys in <c>touched</c> begin: the UTC minute of ingest, <c>yyyyMMddHHmm</c>.</summary>
    public static string TouchedMinute(DateTimeOffset ingested) => ingested.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture);

    /// <summary>RowKey in <c>touched</c>: minute of ingest, <c>-</c>, the PartitionKey touched, <c>-</c>, the writer.</summary>
    public static string TouchedRow(DateTimeOffset ingested, string partition, string writer) => $"{TouchedMinute(ingested)}-{partition}-{writer}";

    /// <summary>The UTC hour of the event partition that a RowKey of <c>touched</c> names, <c>yyyyMMddHH</c>.</summary>
    /// <example><c>202601280847-00-2026012808-1f0e9c.1</c> gives <c>2026012808</c>.</example>
    public static string TouchedHour(string touchedRow)
    {
        ArgumentNullException.ThrowIfNull(touchedRow);
        return touchedRow.Substring("yyyyMMddHHmm-00-".Length, HourFormat.Length);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
