using System.ComponentModel.DataAnnotations;

namespace Reporting.Functions.Durable;

/// <summary>Settings of the section <c>Durable</c>.</summary>
public sealed class DurableOptions
{
    /// <summary>Days that the history of a finished orchestration is kept, 1 to 365. Only who debugs the engine needs it.</summary>
    [Range(1, 365)]
    public int HistoryDays { get; set; } = 14;

    /// <summary>How many purges of up to 45 seconds one run makes, 1 to 100.</summary>
    [Range(1, 100)]
    public int PurgeCalls { get; set; } = 10;
}
