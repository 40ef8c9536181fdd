using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace Reporting.Tests.Storage.Memory;

/// <summary>Writes rows and errors as the service does.</summary>
/// <param name="Annotated">With types, versions and addresses (minimal metadata), or without (none).</param>
internal sealed record TableJson(bool Annotated)
{
    private static readonly JsonWriterOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The type of content.</summary>
    public string ContentType => $"application/json;odata={(Annotated ? "minimalmetadata" : "nometadata")};streaming=true;charset=utf-8";

    /// <summary>How a request wants its answer; <c>$format</c> goes before Accept.</summary>
    /// <exception cref="NotSupportedException">It wants it in a form that is not known here.</exception>
    public static TableJson AskedBy(HttpRequest request)
    {
        string format = request.Query.TryGetValue("$format", out var asked) ? asked.ToString() : request.Headers.Accept.ToString();
        return format.Split(';', StringSplitOptions.TrimEntries) switch
        {
            ["application/json", "odata=nometadata"] => new(false),
            ["application/json", "odata=minimalmetadata"] or ["application/json"] => new(true),
            _ => throw new NotSupportedException($"The format {format}"),
        };
    }

    /// <summary>The names of tables.</summary>
    public byte[] Tables(string address, IEnumerable<string> names) => Write(writer =>
    {
        Metadata(writer, address, "Tables");
        writer.WriteStartArray("value");
        foreach (string name in names)
        {
            writer.WriteStartObject();
            writer.WriteString("TableName", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>A table that was made.</summary>
    public byte[] Table(string address, string name) => Write(writer =>
    {
        Metadata(writer, address, "Tables/@Element");
        writer.WriteString("TableName", name);
    });

    /// <summary>One row.</summary>
    public byte[] Row(string address, string table, TableRow row, IReadOnlyList<string>? select) => Write(writer =>
    {
        Metadata(writer, address, table + "/@Element");
        Properties(writer, row, select);
    });

    /// <summary>A page of rows.</summary>
    public byte[] Rows(string address, string table, IEnumerable<TableRow> rows, IReadOnlyList<string>? select) => Write(writer =>
    {
        Metadata(writer, address, table);
        writer.WriteStartArray("value");
        foreach (TableRow row in rows)
        {
            writer.WriteStartObject();
            Properties(writer, row, select);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    /// <summary>Why a request was refused.</summary>
    public static byte[] Error(string code, string message) => Write(writer =>
    {
        writer.WriteStartObject("odata.error");
        writer.WriteString("code", code);
        writer.WriteStartObject("message");
        writer.WriteString("lang", "en-US");
        writer.WriteString("value", message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private void Metadata(Utf8JsonWriter writer, string address, string what)
    {
        if (Annotated)
        {
            writer.WriteString("odata.metadata", $"{address}/$metadata#{what}");
        }
    }

    private void Properties(Utf8JsonWriter writer, TableRow row, IReadOnlyList<string>? select)
    {
        if (Annotated)
        {
            writer.WriteString("odata.etag", row.ETag);
        }

        WriteText("PartitionKey", row.PartitionKey);
        WriteText("RowKey", row.RowKey);
        WriteText("Timestamp", row.TimestampText);
        foreach (TableProperty property in row.Properties.Where(property => IsSelected(property.Name)))
        {
            if (Annotated && property.Annotation is not null)
            {
                writer.WriteString(property.Name + "@odata.type", property.Annotation);
            }

            writer.WritePropertyName(property.Name);
            writer.WriteRawValue(property.Json, skipInputValidation: true);
        }

        bool IsSelected(string name) => select?.Contains(name, StringComparer.Ordinal) ?? true;

        void WriteText(string name, string text)
        {
            if (IsSelected(name))
            {
                writer.WriteString(name, text);
            }
        }
    }

    private static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var body = new MemoryStream();
        using (var writer = new Utf8JsonWriter(body, s_plain))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return body.ToArray();
    }
}
