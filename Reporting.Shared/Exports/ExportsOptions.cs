using System.ComponentModel.DataAnnotations;

namespace Reporting.Exports;

/// <summary>Settings of the section <c>Exports</c>.</summary>
public sealed class ExportsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Exports";

    /// <summary>Exports of one person that may be queued or in progress.</summary>
    [Range(1, 1000)]
    public int MaxRunningPerUser { get; set; } = 5;

    /// <summary>Rows that a slice should have when there are many: a few seconds of work.</summary>
    [Range(1, 10_000_000)]
    public int SliceRows { get; set; } = 50_000;

    /// <summary>Rows below which a slice is not cut further, even when more slices could run at a time.</summary>
    [Range(1, 10_000_000)]
    public int MinSliceRows { get; set; } = 5_000;

    /// <summary>Slices of one export that run at a time.</summary>
    [Range(1, 96)]
    public int Window { get; set; } = 16;

    /// <summary>Slices of one export that run at a time when only its first rows are wanted.</summary>
    [Range(1, 96)]
    public int FirstWindow { get; set; } = 4;

    /// <summary>Slices of all exports that one process works on at a time; the others wait their turn.</summary>
    [Range(1, 256)]
    public int MaxParallelSlices { get; set; } = 16;

    /// <summary>
    /// Rows that all running exports together read in a second. Half of what an account gives (20,000 entities a second, Table service scalability targets),
    /// so that the other half is there for writing. Processes that export at the same time divide it.
    /// </summary>
    [Range(100, 10_000_000)]
    public int MaxRowsPerSecond { get; set; } = 10_000;

    /// <summary>Seconds after which a slice stops and goes on as another step. Well below the host's time limit for a step.</summary>
    [Range(1, 3600)]
    public int SliceSeconds { get; set; } = 120;

    /// <summary>Seconds between a slice's looks at the job and its notes of progress.</summary>
    [Range(1, 60)]
    public int ProgressSeconds { get; set; } = 2;

    /// <summary>Bytes of a block. A blob has at most 50,000 blocks.</summary>
    [Range(64 << 10, 8 << 20)]
    public int BlockBytes { get; set; } = 4 << 20;

    /// <summary>Bytes up to which the whole file is read back and hashed; above, the manifest has the tree hash of its parts (<c>treeSha256</c>).</summary>
    [Range(0, long.MaxValue)]
    public long WholeFileHashMaxBytes { get; set; } = 4L << 30;

    /// <summary>
    /// Seconds after which the engine's work comes back when the process that had it died: <c>controlQueueVisibilityTimeout</c> of
    /// <c>host.json</c>. An export of which nothing is heard for three times as long is given up.
    /// </summary>
    [Range(60, 3600)]
    public int VisibilityTimeoutSeconds { get; set; } = 300;

    /// <summary>Days for which a file is kept.</summary>
    [Range(1, 3650)]
    public int FileRetentionDays { get; set; } = 30;

    /// <summary>Days for which an ended job can be looked up, counted from when it was asked for; its manifest is kept for good. A job whose file is kept longer is kept as long.</summary>
    [Range(1, 36_500)]
    public int JobRetentionDays { get; set; } = 400;

    /// <summary>Minutes for which a download link works.</summary>
    [Range(1, 1440)]
    public int LinkMinutes { get; set; } = 15;

    /// <summary>Hours for which an <c>Idempotency-Key</c> is remembered.</summary>
    [Range(1, 720)]
    public int IdempotencyHours { get; set; } = 24;

    /// <summary>File that holds the private key (PEM, PKCS #8) which signs manifests; made on first use. Empty: one in the user's application data.</summary>
    public string ManifestKeyFile { get; set; } = "";

    /// <summary>Address of the Key Vault key (EC P-256) which signs manifests, <c>https://&lt;vault&gt;/keys/&lt;name&gt;</c>; empty to use the file.</summary>
    public string ManifestKeyVaultKey { get; set; } = "";
}
