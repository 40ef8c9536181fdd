namespace Reporting.Exports.Workflow;

/// <summary>A step failed, and why may be shown to whoever asked for the export: no secret, no name of a machine, no stack.</summary>
public sealed class ExportStepException : Exception
{
    /// <summary>Without a reason of its own.</summary>
    public ExportStepException()
        : this("The export could not go on.")
    {
    }

    /// <summary>With a sentence for whoever asked.</summary>
    public ExportStepException(string reason)
        : base(reason)
    {
    }

    /// <summary>With a sentence for whoever asked, and the cause for the log.</summary>
    public ExportStepException(string reason, Exception innerException)
        : base(reason, innerException)
    {
    }
}
