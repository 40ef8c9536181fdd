using System.Buffers;
using System.ComponentModel.DataAnnotations;
using Reporting.Formats.Text;

namespace Reporting.Formats;

/// <summary>Common Event Format, version 0, one audit event a line, UTF-8, LF line ends, no syslog prefix.</summary>
internal sealed class CefFormat : IReportFormat
{
    public string Name => "CEF";

    public string ContentType => "text/plain; charset=utf-8";

    public string FileExtension => "cef";

    public ColumnChoice Columns => ColumnChoice.Fixed;

    public IReadOnlyList<string> RequiredColumns(IReadOnlyList<OutputColumn> asked) => AuditColumns.Names;

    public IRowEncoder CreateEncoder(RowSchema schema, IReadOnlyList<OutputColumn> columns, FormatOptions options) =>
        new CefEncoder(new AuditColumns(schema), options);
}

/// <summary>Section <c>Cef</c>: how this installation names itself to a SIEM, in CEF and OCSF.</summary>
public sealed class CefOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Cef";

    /// <summary>The device vendor. SIEM rules match on it: it never changes between releases.</summary>
    [Required(AllowEmptyStrings = false, ErrorMessage = "Cef:Vendor must not be empty.")]
    [StringLength(63, ErrorMessage = "Cef:Vendor has more than 63 characters.")]
    public string Vendor { get; set; } = "Moderne";

    /// <summary>The tenant (<c>deviceExternalId</c>); empty for none.</summary>
    [StringLength(255, ErrorMessage = "Cef:Tenant has more than 255 characters.")]
    public string Tenant { get; set; } = "";

    /// <summary>The host name (<c>dvchost</c>); empty for none.</summary>
    [StringLength(100, ErrorMessage = "Cef:DeviceHost has more than 100 characters.")]
    public string DeviceHost { get; set; } = "";
}

/// <summary>
/// Writes audit events as CEF ("Implementing ArcSight Common Event Format", version 0):
/// <c>CEF:0|vendor|product|version|class id|name|severity|extension</c>. Keys and their lengths are those of the standard's
/// dictionaries; docs/formats.md lists them with what they are filled from. The text rules are at <see cref="CefText"/>.
/// </summary>
/// <remarks>
/// Example: <c>CEF:0|Moderne|Reporting|1.0.0|access.tokens:create.token|Create token|3|rt=1769590017012 externalId=e-1 ... msg=Created</c>.
/// A key without a value is left out with its label, no key is written twice, and <c>msg</c>, the only long one, is last.
/// </remarks>
internal sealed class CefEncoder : IRowEncoder
{
    private const int VendorLength = 63;
    private const int VersionLength = 31;
    private const int ClassIdLength = 1023;
    private const int NameLength = 512;
    private const int UserLength = 1023;
    private const int ActionLength = 63;
    private const int CategoryLength = 1023;
    private const int ExternalIdLength = 40;
    private const int UserAgentLength = 1023;

    // The dictionary gives custom strings 4000; with less the whole line stays below 32 KiB, whatever an event holds: in no text is a UTF-16 unit more than three bytes.
    private const int CustomStringLength = 1023;
    private const int TenantLength = 255;
    private const int DeviceHostLength = 100;
    private const int MessageLength = 1023;

    private readonly AuditColumns _columns;
    private readonly byte[] _head;
    private readonly byte[] _device;

    public CefEncoder(AuditColumns columns, FormatOptions options)
    {
        _columns = columns;
        _head = HeadOf(options);
        _device = DeviceOf(options);
    }

    public void WriteRow(in RowView row, IBufferWriter<byte> output)
    {
        AuditColumns columns = _columns;
        ReadOnlySpan<byte> target = row[columns.Target];
        ReadOnlySpan<byte> action = row[columns.Action];
        ReadOnlySpan<byte> actionType = row[columns.ActionType];
        ReadOnlySpan<byte> outcome = row[columns.Outcome];

        var utf8 = new Utf8Output(output);
        utf8.Write(_head);
        WriteClassId(ref utf8, target, action);
        utf8.Write((byte)'|');
        CefText.WriteWords(ref utf8, OrUnknown(CefValue.Cut(CefText.TrimWords(action), NameLength)));
        utf8.Write((byte)'|');
        utf8.Write(SeverityOf(AuditEventFacts.SeverityOf(actionType, outcome, target, action)));

        utf8.Write("|rt="u8);
        EventTime.WriteUnixMilliseconds(ref utf8, row[columns.Timestamp]);
        WriteKey(ref utf8, " externalId="u8, row[columns.Id], ExternalIdLength);
        WriteKey(ref utf8, " suser="u8, row[columns.UserId], UserLength);
        WriteKey(ref utf8, " act="u8, action, ActionLength);
        WriteKey(ref utf8, " cat="u8, target, CategoryLength);
        WriteOutcome(ref utf8, outcome);
        WriteSource(ref utf8, row[columns.SourceAddress]);
        WriteKey(ref utf8, " requestClientApplication="u8, row[columns.UserAgent], UserAgentLength);
        utf8.Write(_device);
        if (WriteKey(ref utf8, " cs1="u8, actionType, CustomStringLength))
        {
            utf8.Write(" cs1Label=actionType"u8);
        }

        if (WriteKey(ref utf8, " cs3="u8, row[columns.Origin], CustomStringLength))
        {
            utf8.Write(" cs3Label=origin"u8);
        }

        if (WriteKey(ref utf8, " cs4="u8, row[columns.Issuer], CustomStringLength))
        {
            utf8.Write(" cs4Label=issuer"u8);
        }

        WriteKey(ref utf8, " suid="u8, row[columns.Subject], UserLength);

        WriteMessage(ref utf8, row[columns.Description]);
        utf8.Write((byte)'\n');
        utf8.Flush();
    }

    /// <summary>The class id, <c>target:action</c>. Where both do not fit, the action keeps at least half, since rules match on it.</summary>
    private static void WriteClassId(ref Utf8Output utf8, scoped ReadOnlySpan<byte> target, scoped ReadOnlySpan<byte> action)
    {
        action = OrUnknown(action);
        target = OrUnknown(CefValue.Cut(OrUnknown(target), ClassIdLength - 1 - CefValue.UnitsWithin(action, (ClassIdLength - 1) / 2)));
        CefText.WriteHeader(ref utf8, target);
        utf8.Write((byte)':');
        CefText.WriteHeader(ref utf8, OrUnknown(CefValue.Cut(action, ClassIdLength - 1 - CefValue.UnitsWithin(target, ClassIdLength))));
    }

    /// <summary>Class id and name of an event must mean something; rows that were taken in before that was asked of them may have text that says nothing.</summary>
    private static ReadOnlySpan<byte> OrUnknown(ReadOnlySpan<byte> text) => InvisibleText.SaysSomething(text) ? text : "unknown"u8;

    /// <summary>The standard's severities go from 0 to 10, 10 being the gravest.</summary>
    private static byte SeverityOf(AuditSeverity severity) => severity switch
    {
        AuditSeverity.Read => (byte)'1',
        AuditSeverity.Change => (byte)'3',
        AuditSeverity.Deletion => (byte)'5',
        AuditSeverity.Failure => (byte)'6',
        _ => (byte)'7',
    };

    private static void WriteOutcome(ref Utf8Output utf8, scoped ReadOnlySpan<byte> outcome)
    {
        if (AuditEventFacts.IsSuccess(outcome))
        {
            utf8.Write(" outcome=success"u8);
        }
        else if (AuditEventFacts.IsFailed(outcome))
        {
            utf8.Write(" outcome=failure"u8);
        }
        else
        {
            utf8.Write(" outcome=started"u8);
        }
    }

    /// <summary><c>src</c> is an IPv4 address in the standard's dictionary; whatever else the address is goes to a labelled custom string.</summary>
    private static void WriteSource(ref Utf8Output utf8, scoped ReadOnlySpan<byte> address)
    {
        Span<byte> dotted = stackalloc byte[AddressText.MaxIPv4Length];
        if (AddressText.Classify(address, dotted, out int length) == AddressKind.IPv4)
        {
            utf8.Write(" src="u8);
            utf8.Write(dotted[..length]);
        }
        else if (WriteKey(ref utf8, " cs2="u8, address, CustomStringLength))
        {
            utf8.Write(" cs2Label=sourceAddress"u8);
        }
    }

    /// <summary>A longer message is cut so that it has the standard's length with the <c>…</c> that says so.</summary>
    private static void WriteMessage(ref Utf8Output utf8, scoped ReadOnlySpan<byte> description)
    {
        description = CefValue.Trim(description);
        if (description.IsEmpty)
        {
            return;
        }

        utf8.Write(" msg="u8);
        if (CefValue.LengthWithin(description, MessageLength) == description.Length)
        {
            CefText.WriteExtension(ref utf8, description);
            return;
        }

        CefText.WriteExtension(ref utf8, description[..CefValue.LengthWithin(description, MessageLength - 1)]);
        utf8.Write("…"u8);
    }

    private static bool WriteKey(ref Utf8Output utf8, scoped ReadOnlySpan<byte> key, scoped ReadOnlySpan<byte> value, int limit)
    {
        value = CefValue.Cut(CefValue.Trim(value), limit);
        if (value.IsEmpty)
        {
            return false;
        }

        utf8.Write(key);
        CefText.WriteExtension(ref utf8, value);
        return true;
    }

    /// <summary>What every line begins with: <c>CEF:0|Moderne|Reporting|1.0.0|</c>.</summary>
    private static byte[] HeadOf(FormatOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var utf8 = new Utf8Output(buffer);
        utf8.Write("CEF:0|"u8);
        CefText.WriteHeader(ref utf8, CefValue.Cut(Encoding.UTF8.GetBytes(options.Vendor), VendorLength));
        utf8.Write("|Reporting|"u8);
        CefText.WriteHeader(ref utf8, CefValue.Cut(Encoding.UTF8.GetBytes(options.ProductVersion), VersionLength));
        utf8.Write((byte)'|');
        utf8.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>The keys that are the same on every line.</summary>
    private static byte[] DeviceOf(FormatOptions options)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var utf8 = new Utf8Output(buffer);
        WriteKey(ref utf8, " deviceExternalId="u8, Encoding.UTF8.GetBytes(options.Tenant), TenantLength);
        WriteKey(ref utf8, " dvchost="u8, Encoding.UTF8.GetBytes(options.DeviceHost), DeviceHostLength);
        utf8.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
