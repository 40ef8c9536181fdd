using System.Reflection;
using Microsoft.Azure.Functions.Worker.Core.FunctionMetadata;
using Reporting.Functions;
using Reporting.Functions.Hosting;

namespace Reporting.Tests.Functions;

/// <summary>A function of the app: what the worker tells the host about it, and the method behind it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">The method that the worker calls.</param>
/// <param name="Bindings">The bindings, trigger included, as the SDK generated them.</param>
internal sealed record AppFunction(string Name, MethodInfo Method, IReadOnlyList<JsonElement> Bindings)
{
    private const byte LoadSecondArgument = 0x04; // ldarg.2
    private const byte CallVirtual = 0x6F;
    private const byte GenericMethodToken = 0x2B;

    /// <summary>Every function that the worker announces.</summary>
    public static async Task<IReadOnlyList<AppFunction>> AllAsync() =>
        [.. (await new GeneratedFunctionMetadataProvider().GetFunctionMetadataAsync("")).Select(Of)];

    public JsonElement Trigger => Assert.Single(Bindings, binding => Text(binding, "type")!.EndsWith("Trigger", StringComparison.Ordinal));

    public string Kind => Text(Trigger, "type")!;

    public string? Route => Text(Trigger, "route");

    /// <summary>HTTP methods, upper case.</summary>
    public IReadOnlyList<string> HttpMethods =>
        Trigger.TryGetProperty("methods", out JsonElement methods) ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())] : [];

    public bool BindsClient => Bindings.Any(binding => Text(binding, "type") == "durableClient");

    /// <summary>Every text in the bindings.</summary>
    public IEnumerable<string> Texts => Bindings.SelectMany(binding => binding.EnumerateObject())
        .Where(member => member.Value.ValueKind == JsonValueKind.String).Select(member => member.Value.GetString()!);

    /// <summary>The compiled body.</summary>
    public byte[] Code => Method.GetMethodBody()!.GetILAsByteArray()!;

    /// <summary>The handlers that the body hands a request to, each with whether it hands on the durable client (the method's second parameter).</summary>
    public IEnumerable<(Type Handler, bool WithClient)> Handlers()
    {
        byte[] code = Code;
        for (int at = 1; at + 4 < code.Length; at++)
        {
            if (code[at] == CallVirtual && code[at + 4] == GenericMethodToken && Method.Module.ResolveMethod(BitConverter.ToInt32(code, at + 1)) is MethodInfo called
                && called.DeclaringType == typeof(FunctionApi))
            {
                yield return (called.GetGenericArguments().Single(), code[at - 1] == LoadSecondArgument);
            }
        }
    }

    public static string? Text(JsonElement binding, string name) => binding.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static AppFunction Of(IFunctionMetadata metadata)
    {
        string entry = metadata.EntryPoint!;
        int dot = entry.LastIndexOf('.');
        MethodInfo method = typeof(FunctionApi).Assembly.GetType(entry[..dot], throwOnError: true)!.GetMethod(entry[(dot + 1)..])!;
        return new AppFunction(metadata.Name!, method, [.. metadata.RawBindings!.Select(binding => JsonDocument.Parse(binding).RootElement)]);
    }
}
