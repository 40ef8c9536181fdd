using Azure.Data.Tables;
using Reporting.Storage;

namespace Reporting.Exports.Jobs;

/// <summary>An export job as a row of the table <c>exports</c> and back.</summary>
internal static class ExportJobEntity
{
    /// <summary>All jobs stand in one partition, so that they come newest first from one scan.</summary>
    public const string Partition = "export";

    /// <summary>What the keys of the rows beside the jobs begin with, one for each person; it sorts behind every job's id.</summary>
    public const string PersonKeyPrefix = "~";

    public static TableEntity ToEntity(ExportJob job)
    {
        var entity = new TableEntity(Partition, job.Id)
        {
            ["requestedBy"] = job.RequestedBy,
            ["engine"] = job.Engine,
            ["report"] = job.Request.Report,
            ["format"] = job.Request.Format,
            ["request"] = JsonSerializer.Serialize(job.Request, ExportsJson.Default.ExportRequest),
            ["state"] = ExportStateNames.NameOf(job.State),
            ["stateMessage"] = job.StateMessage,
            ["cancelRequested"] = job.CancelRequested,
            ["fileSize"] = Number(job.FileSize),
            ["rowCount"] = Number(job.RowCount),
            ["estimatedRows"] = Number(job.EstimatedRows),
            ["sliceCount"] = job.SliceCount,
            ["fileName"] = job.FileName,
            ["createdAt"] = ExportTime.Format(job.CreatedAt),
        };
        AddOptional(entity, ConditionalWrites.WriteId, job.WriteId);
        AddOptional(entity, "requesterIssuer", job.RequesterIssuer);
        AddOptional(entity, "requesterSubject", job.RequesterSubject);
        AddOptional(entity, "sha256", job.Sha256);
        AddOptional(entity, "manifestSha256", job.ManifestSha256);
        AddOptional(entity, "startedAt", ExportTime.Format(job.StartedAt));
        AddOptional(entity, "endedAt", ExportTime.Format(job.EndedAt));
        AddOptional(entity, "expiresAt", ExportTime.Format(job.ExpiresAt));
        AddOptional(entity, "schedule", job.Schedule);
        AddOptional(entity, "previousManifestSha256", job.PreviousManifestSha256);
        if (job.DeletionPending)
        {
            entity["deletionPending"] = true;
        }

        AddOptional(entity, "suspectedState", job.Suspicion?.Engine.ToString());
        AddOptional(entity, "suspectedAt", ExportTime.Format(job.Suspicion?.At));
        return entity;
    }

    public static ExportJob FromEntity(TableEntity entity) => new()
    {
        Id = entity.RowKey,
        RequestedBy = entity.GetString("requestedBy"),
        RequesterIssuer = entity.GetString("requesterIssuer"),
        RequesterSubject = entity.GetString("requesterSubject"),
        Engine = entity.GetString("engine"),
        Request = JsonSerializer.Deserialize(entity.GetString("request"), ExportsJson.Default.ExportRequest)!,
        State = ExportStateNames.Find(entity.GetString("state")) ?? throw new InvalidDataException("The export's row has an unknown state."),
        StateMessage = entity.GetString("stateMessage"),
        CancelRequested = entity.GetBoolean("cancelRequested") ?? false,
        FileSize = ReadNumber(entity, "fileSize"),
        RowCount = ReadNumber(entity, "rowCount"),
        EstimatedRows = ReadNumber(entity, "estimatedRows"),
        SliceCount = (int)ReadNumber(entity, "sliceCount"),
        FileName = entity.GetString("fileName"),
        CreatedAt = ExportTime.ParseRequired(entity.GetString("createdAt")),
        Sha256 = entity.GetString("sha256"),
        ManifestSha256 = entity.GetString("manifestSha256"),
        StartedAt = ExportTime.Parse(entity.GetString("startedAt")),
        EndedAt = ExportTime.Parse(entity.GetString("endedAt")),
        ExpiresAt = ExportTime.Parse(entity.GetString("expiresAt")),
        Schedule = entity.GetString("schedule"),
        PreviousManifestSha256 = entity.GetString("previousManifestSha256"),
        DeletionPending = entity.GetBoolean("deletionPending") ?? false,
        Suspicion = Enum.TryParse(entity.GetString("suspectedState"), out RunnerState engine) && ExportTime.Parse(entity.GetString("suspectedAt")) is { } at
            ? new ExportSuspicion(engine, at)
            : null,
        ETag = entity.ETag,
        WriteId = entity.GetString(ConditionalWrites.WriteId),
    };

    /// <summary>A number as the smaller of the service's two integer types that holds it.</summary>
    public static object Number(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : value;

    /// <summary>A number of either integer type; 0 when absent.</summary>
    public static long ReadNumber(TableEntity entity, string name) =>
        entity.TryGetValue(name, out object? value) ? Convert.ToInt64(value, CultureInfo.InvariantCulture) : 0;

    /// <summary>Sets a column unless its value is absent.</summary>
    public static void AddOptional(TableEntity entity, string name, string? value)
    {
        if (value is not null)
        {
            entity[name] = value;
        }
    }
}
