using System.Text.Json.Nodes;

namespace Reporting.Local.Client;

/// <summary>What the API says of an export.</summary>
internal sealed record ExportAnswer(string State, string StateMessage, string? Url, long FileSize, long RowCount, long RowsDone, long RowsExpected)
{
    /// <summary>Whether it goes no further.</summary>
    public bool HasEnded => State is not ("QUEUED" or "IN_PROGRESS");

    /// <summary>Whether its file is there.</summary>
    public bool IsSuccessful => string.Equals(State, "SUCCESSFUL", StringComparison.Ordinal);

    /// <summary>Without the link, which whoever has it can read the file by.</summary>
    public override string ToString() => State + " " + StateMessage;

    public static ExportAnswer Read(JsonObject answer)
    {
        var progress = answer["progress"] as JsonObject;
        return new ExportAnswer(
            (string)answer["state"]!, (string?)answer["stateMessage"] ?? "", (string?)answer["url"], (long?)answer["fileSize"] ?? 0,
            (long?)answer["rowCount"] ?? 0, (long?)progress?["rows"] ?? 0, (long?)progress?["estimatedRows"] ?? 0);
    }
}
