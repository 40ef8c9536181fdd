using System.Buffers;
using Reporting.Formats.Text;

namespace Reporting.Formats;

/// <summary>Open Cybersecurity Schema Framework: audit events as class API Activity, one JSON object a line.</summary>
internal sealed class OcsfFormat : IReportFormat
{
    /// <summary>The schema version that events are written for, and say they are.</summary>
    public const string SchemaVersion = "1.4.0";

    public string Name => "OCSF";

    public string ContentType => "application/x-ndjson";

    public string FileExtension => "ocsf.jsonl";

    public ColumnChoice Columns => ColumnChoice.Fixed;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => AuditColumns.Names;

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options) =>
        new OcsfEncoder(new AuditColumns(schema), options);
}

/// <summary>
/// Writes audit events as OCSF events of class API Activity (<c>class_uid</c> 6003: category 6, Application Activity, class 3), without
/// profiles. Every required attribute is written; optional ones without a value are left out. docs/formats.md has the mapping.
/// </summary>
internal sealed class OcsfEncoder : IRowEncoder
{
    /// <summary>The schema's longest <c>ip_t</c>, in characters.</summary>
    private const int MaxAddressLength = 40;

    private readonly AuditColumns _columns;
    private readonly byte[] _metadata;

    public OcsfEncoder(AuditColumns columns, FormatOptions options)
    {
        _columns = columns;
        _metadata = MetadataOf(options);
    }

    public void WriteRow(in RowView row, IBufferWriter<byte> output)
    {
        AuditColumns columns = _columns;
        ReadOnlySpan<byte> target = row[columns.Target];
        ReadOnlySpan<byte> action = row[columns.Action];
        ReadOnlySpan<byte> actionType = row[columns.ActionType];
        ReadOnlySpan<byte> outcome = row[columns.Outcome];
        ReadOnlySpan<byte> userAgent = row[columns.UserAgent];
        ReadOnlySpan<byte> description = row[columns.Description];

        var utf8 = new Utf8Output(output);
        utf8.Write(OcsfActivity.BeginningOf(actionType));
        utf8.Write("""
            "category_uid":6,"category_name":"Application Activity","class_uid":6003,"class_name":"API Activity","time":
            """u8);
        EventTime.WriteUnixMilliseconds(ref utf8, row[columns.Timestamp]);
        utf8.Write(SeverityOf(AuditEventFacts.SeverityOf(actionType, outcome, target, action)));
        utf8.Write(StatusOf(outcome));
        utf8.Write(_metadata);
        WriteOptional(ref utf8, ""","log_provider":"""u8, row[columns.Origin]);
        utf8.Write(""","uid":"""u8);
        JsonText.Write(ref utf8, row[columns.Id]);
        utf8.Write("""},"actor":{"user":{"name":"""u8);
        JsonText.Write(ref utf8, OrUnknown(row[columns.UserId]));
        WriteOptional(ref utf8, ""","uid":"""u8, row[columns.Subject]);
        WriteOptional(ref utf8, ""","domain":"""u8, row[columns.Issuer]);
        utf8.Write("""}},"api":{"operation":"""u8);
        JsonText.Write(ref utf8, OrUnknown(action));
        utf8.Write(""","service":{"name":"""u8);
        JsonText.Write(ref utf8, OrUnknown(target));
        utf8.Write("}}"u8);
        WriteSource(ref utf8, row[columns.SourceAddress]);
        if (!userAgent.IsEmpty)
        {
            utf8.Write(""","http_request":{"user_agent":"""u8);
            JsonText.Write(ref utf8, userAgent);
            utf8.Write((byte)'}');
        }

        if (!description.IsEmpty)
        {
            utf8.Write(""","message":"""u8);
            JsonText.Write(ref utf8, description);
        }

        utf8.Write("}\n"u8);
        utf8.Flush();
    }

    /// <summary>Required attributes must mean something; rows that were taken in before that was asked of them may have text that says nothing.</summary>
    private static ReadOnlySpan<byte> OrUnknown(ReadOnlySpan<byte> text) => InvisibleText.SaysSomething(text) ? text : "unknown"u8;

    private static void WriteOptional(ref Utf8Output utf8, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value)
    {
        if (!value.IsEmpty)
        {
            utf8.Write(key);
            JsonText.Write(ref utf8, value);
        }
    }

    /// <summary><c>severity_id</c> goes from 1 Informational to 6 Fatal; a refusal is 4 High, "action is required immediately".</summary>
    private static ReadOnlySpan<byte> SeverityOf(AuditSeverity severity) => severity switch
    {
        AuditSeverity.Read or AuditSeverity.Change => ""","severity_id":1,"severity":"Informational","""u8,
        AuditSeverity.Deletion => ""","severity_id":2,"severity":"Low","""u8,
        AuditSeverity.Failure => ""","severity_id":3,"severity":"Medium","""u8,
        _ => ""","severity_id":4,"severity":"High","""u8,
    };

    /// <summary>99 is the schema's number for a status that it has no number for; <c>status</c> names it.</summary>
    private static ReadOnlySpan<byte> StatusOf(ReadOnlySpan<byte> outcome)
    {
        if (AuditEventFacts.IsSuccess(outcome))
        {
            return """
                "status_id":1,"status":"Success",
                """u8;
        }

        return AuditEventFacts.IsFailed(outcome)
            ? """
                "status_id":2,"status":"Failure",
                """u8
            : """
                "status_id":99,"status":"Started",
                """u8;
    }

    /// <summary><c>src_endpoint</c> is required: an address that is none, or none at all, is given as its name.</summary>
    private static void WriteSource(ref Utf8Output utf8, scoped ReadOnlySpan<byte> address)
    {
        Span<byte> dotted = stackalloc byte[AddressText.MaxIPv4Length];
        switch (AddressText.Classify(address, dotted, out int length))
        {
            case AddressKind.IPv4:
                utf8.Write(""","src_endpoint":{"ip":"""u8);
                JsonText.Write(ref utf8, dotted[..length]);
                break;
            case AddressKind.IPv6 when address.Length <= MaxAddressLength:
                utf8.Write(""","src_endpoint":{"ip":"""u8);
                JsonText.Write(ref utf8, address);
                break;
            default:
                utf8.Write(""","src_endpoint":{"name":"""u8);
                JsonText.Write(ref utf8, address.IsEmpty ? "unknown"u8 : address);
                break;
        }

        utf8.Write((byte)'}');
    }

    /// <summary>The metadata up to the event's own <c>log_provider</c> and <c>uid</c>, which come last.</summary>
    private static byte[] MetadataOf(FormatOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var utf8 = new Utf8Output(buffer);
        utf8.Write("""
            "metadata":{"version":
            """u8);
        WriteString(ref utf8, OcsfFormat.SchemaVersion);
        utf8.Write(""","product":{"name":"Reporting","vendor_name":"""u8);
        WriteString(ref utf8, options.Vendor);
        utf8.Write(""","version":"""u8);
        WriteString(ref utf8, options.ProductVersion);
        utf8.Write((byte)'}');
        if (options.Tenant.Length > 0)
        {
            utf8.Write(""","tenant_uid":"""u8);
            WriteString(ref utf8, options.Tenant);
        }

        utf8.Write(",\"log_name\":\"audit-logs\""u8);
        utf8.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteString(ref Utf8Output utf8, string text) => JsonText.Write(ref utf8, Encoding.UTF8.GetBytes(text));
}

/// <summary>
/// The constant members that follow from an event's action type: <c>activity_id</c> 1 Create, 2 Read, 3 Update, 4 Delete, 0 Unknown;
/// <c>type_uid</c> is <c>class_uid</c> * 100 + <c>activity_id</c>.
/// </summary>
internal static class OcsfActivity
{
    /// <summary>What an object begins with.</summary>
    public static ReadOnlySpan<byte> BeginningOf(ReadOnlySpan<byte> actionType)
    {
        if (actionType.SequenceEqual("Create"u8))
        {
            return """{"activity_id":1,"activity_name":"Create","type_uid":600301,"type_name":"API Activity: Create","""u8;
        }

        if (actionType.SequenceEqual("Read"u8))
        {
            return """{"activity_id":2,"activity_name":"Read","type_uid":600302,"type_name":"API Activity: Read","""u8;
        }

        if (actionType.SequenceEqual("Update"u8))
        {
            return """{"activity_id":3,"activity_name":"Update","type_uid":600303,"type_name":"API Activity: Update","""u8;
        }

        return actionType.SequenceEqual("Delete"u8)
            ? """{"activity_id":4,"activity_name":"Delete","type_uid":600304,"type_name":"API Activity: Delete","""u8
            : """{"activity_id":0,"activity_name":"Unknown","type_uid":600300,"type_name":"API Activity: Unknown","""u8;
    }
}
