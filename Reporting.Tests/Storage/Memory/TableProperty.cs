using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Reporting.Tests.Storage.Memory;

/// <summary>A row's value: to compare, and as it stands in an answer, so that a page costs no more than copying.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Value">The value, in the type that it was written as.</param>
/// <param name="Annotation">The EDM type where an answer names it: where JSON alone does not tell.</param>
/// <param name="Json">The value in JSON.</param>
internal sealed record TableProperty(string Name, object Value, string? Annotation, byte[] Json)
{
    private const int MaxText = 32 * 1024;
    private const int MaxBinary = 64 * 1024;

    // The service escapes what JSON demands, and no more.
    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a value as it was sent.</summary>
    /// <exception cref="NotSupportedException">It has a type, or a form of it, that is not known here.</exception>
    public static TableProperty Read(string name, string? type, JsonElement value) => (type, value.ValueKind) switch
    {
        (null or "Edm.String", JsonValueKind.String) => Text(name, value.GetString()!),
        (null or "Edm.Boolean", JsonValueKind.True or JsonValueKind.False) => new(name, value.GetBoolean(), null, Raw(value)),
        (null or "Edm.Int32", JsonValueKind.Number) when value.TryGetInt32(out int number) => new(name, number, null, Raw(value)),
        ("Edm.Double", JsonValueKind.Number) => Double(name, value.GetDouble()),
        ("Edm.Int64", JsonValueKind.String) => new(name, long.Parse(value.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture), type, Raw(value)),
        ("Edm.Guid", JsonValueKind.String) => new(name, value.GetGuid(), type, Raw(value)),
        ("Edm.DateTime", JsonValueKind.String) => new(name, value.GetDateTimeOffset(), type, Raw(value)),
        ("Edm.Binary", JsonValueKind.String) => Binary(name, value),
        _ => throw new NotSupportedException($"{name}: {value.ValueKind} as {type ?? "what JSON tells"}"),
    };

    private static TableProperty Text(string name, string text) =>
        text.Length > MaxText ? throw TableServiceException.ValueTooLarge() : new(name, text, null, JsonSerializer.SerializeToUtf8Bytes(text, s_plain));

    // A point tells a double from an Int32.
    private static TableProperty Double(string name, double number)
    {
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        return new(name, number, null, [.. (text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0").Select(digit => (byte)digit)]);
    }

    private static TableProperty Binary(string name, JsonElement value)
    {
        byte[] bytes = value.GetBytesFromBase64();
        return bytes.Length > MaxBinary ? throw TableServiceException.ValueTooLarge() : new(name, bytes, "Edm.Binary", Raw(value));
    }

    private static byte[] Raw(JsonElement value) => JsonSerializer.SerializeToUtf8Bytes(value, s_plain);
}
