namespace Reporting.Tests.Storage.Memory;

/// <summary>What the table service refuses, with the status, the code and the words it has for that.</summary>
internal sealed class TableServiceException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>Which operation of a transaction was refused.</summary>
    public int Index { get; set; }

    public static TableServiceException NoTable() => new(404, "TableNotFound", "The table specified does not exist.");

    public static TableServiceException TableExists() => new(409, "TableAlreadyExists", "The table specified already exists.");

    public static TableServiceException NotFound() => new(404, "ResourceNotFound", "The specified resource does not exist.");

    public static TableServiceException RowExists() => new(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static TableServiceException OtherVersion() => new(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");

    public static TableServiceException ValueTooLarge() => new(400, "PropertyValueTooLarge", "The property value exceeds the maximum allowed size (64KB).");

    public static TableServiceException BodyTooLarge() => new(413, "RequestBodyTooLarge", "The request body is too large and exceeds the maximum permissible limit.");

    public static TableServiceException OtherPartition() => new(400, "CommandsInBatchActOnDifferentPartitions", "All commands in a batch must operate on same entity group.");

    public static TableServiceException SameRowTwice() =>
        new(400, "InvalidDuplicateRow", "The batch request contains multiple changes with same row key. An entity can appear only once in a batch request.");

    /// <summary>The service names the last operation that it would have taken.</summary>
    public static TableServiceException TooManyOperations() =>
        new(400, "InvalidInput", "The batch request operation exceeds the maximum 100 changes per change set.") { Index = TableBatch.MaxOperations - 1 };
}
