using System.ComponentModel.DataAnnotations;

namespace Reporting.Schedules.Retention;

/// <summary>How much one run of retention does, section <c>Retention</c>. How long things are kept stands with the things.</summary>
public sealed class RetentionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Retention";

    /// <summary>Seconds after which a run stops; the next one goes on. Well below the host's time limit for a function.</summary>
    [Range(1, 1500)]
    public int Seconds { get; set; } = 240;

    /// <summary>Rows and files after which a run stops.</summary>
    [Range(1, 1_000_000_000)]
    public long Rows { get; set; } = 1_000_000;
}
