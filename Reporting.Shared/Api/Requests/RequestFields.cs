using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Reporting.Api.Problems;

namespace Reporting.Api.Requests;

/// <summary>
/// The fields of a request, read strictly: what is unknown or of the wrong kind is refused with a sentence that says what the field
/// takes. All faults are collected, then thrown at once by <see cref="ThrowIfRefused"/>.
/// </summary>
internal sealed class RequestFields(IReadOnlyDictionary<string, JsonElement> values, bool isQuery)
{
    private readonly SortedDictionary<string, IReadOnlyList<string>> _errors = new(StringComparer.Ordinal);

    /// <summary>Whether the fields come from a query string, where every value is text.</summary>
    public bool IsQuery => isQuery;

    /// <summary>Whether the field was sent with a value.</summary>
    public bool Has(string name) => values.TryGetValue(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>The request of a type, from exactly the fields that its properties declare.</summary>
    /// <param name="ignored">Names of other fields that are passed over.</param>
    /// <exception cref="ProblemException">400 with a sentence for each field that is wrong.</exception>
    public TRequest Bind<TRequest>(IEnumerable<string> ignored)
        where TRequest : class, new()
    {
        var request = new TRequest();
        ImmutableArray<RequestField> known = RequestField.Of(typeof(TRequest));
        foreach (string name in values.Keys.Except([.. known.Select(field => field.Name), .. ignored], StringComparer.Ordinal))
        {
            Refuse(name, $"is not known here. Known are: {string.Join(", ", known.Select(field => field.Name))}.");
        }

        foreach (RequestField field in known)
        {
            field.Read(this, request);
        }

        if (request is IValidatableObject validatable)
        {
            foreach (ValidationResult wrong in validatable.Validate(new ValidationContext(request)))
            {
                Refuse(wrong.MemberNames.First(), wrong.ErrorMessage!);
            }
        }

        ThrowIfRefused();
        return request;
    }

    /// <summary>Notes that a field is wrong.</summary>
    public void Refuse(string name, string sentence) =>
        _errors[name] = _errors.TryGetValue(name, out IReadOnlyList<string>? sentences) ? [.. sentences, sentence] : [sentence];

    /// <summary>Ends the request when a field was refused.</summary>
    /// <exception cref="ProblemException">400 with a sentence for each field.</exception>
    public void ThrowIfRefused()
    {
        if (_errors.Count > 0)
        {
            throw ProblemException.Invalid(_errors);
        }
    }

    /// <summary>A text of at most <paramref name="maximumLength"/> characters, or null.</summary>
    public string? Text(string name, int maximumLength = 1000) =>
        Read(name, value => value.ValueKind == JsonValueKind.String && value.GetString()!.Length <= maximumLength ? value.GetString() : null, string.Create(CultureInfo.InvariantCulture, $"takes text of at most {maximumLength} characters."));

    /// <summary>A time with its zone, or null.</summary>
    public DateTimeOffset? Time(string name) =>
        Read<DateTimeOffset?>(name, value => value.ValueKind == JsonValueKind.String && Rfc3339.TryParse(value.GetString()!, out DateTimeOffset time) ? time : null, Rfc3339.Expected + (isQuery ? "; the + is written %2B in an address." : "."));

    /// <summary>A UTC day, or null.</summary>
    public DateOnly? Day(string name) =>
        Read<DateOnly?>(name, value => value.ValueKind == JsonValueKind.String ? ReadDay(value.GetString()!) : null, "takes a UTC day from 1970-01-01 to 2200-01-01, such as 2026-01-28.");

    /// <summary>A whole number in a range, or null.</summary>
    public long? Number(string name, long minimum, long maximum) =>
        Read<long?>(name, value => ReadNumber(value) is { } number && number >= minimum && number <= maximum ? number : null, string.Create(CultureInfo.InvariantCulture, $"takes a whole number from {minimum} to {maximum}."));

    /// <summary>True or false, or null.</summary>
    public bool? Flag(string name) =>
        Read<bool?>(name, value => value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when isQuery && bool.TryParse(value.GetString(), out bool flag) => flag,
            _ => null,
        }, "takes true or false.");

    /// <summary>A list of texts, or null; one text alone counts as a list of one.</summary>
    public IReadOnlyList<string>? Texts(string name, int maximumCount = 100) =>
        Read(name, value => TextsOf(value, maximumCount), string.Create(CultureInfo.InvariantCulture, $"takes a list of at most {maximumCount} texts."));

    /// <summary>An object of lists of texts, or null.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? TextsByName(string name, int maximumCount = 100)
    {
        string takes = string.Create(CultureInfo.InvariantCulture, $"takes an object whose values are lists of at most {maximumCount} texts.");
        return Read(name, value =>
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var lists = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
            foreach (JsonProperty property in value.EnumerateObject())
            {
                if (TextsOf(property.Value, maximumCount) is not { } texts)
                {
                    return null;
                }

                lists[property.Name] = texts;
            }

            return lists;
        }, takes);
    }

    // Within bounds in which days can be added and taken away.
    private static DateOnly? ReadDay(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.Year >= 1970 && day <= new DateOnly(2200, 1, 1) ? day : null;

    private static List<string>? TextsOf(JsonElement value, int maximumCount)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return [value.GetString()!];
        }

        return value.ValueKind == JsonValueKind.Array
            && value.GetArrayLength() <= maximumCount
            && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && item.GetString()!.Length <= 1000)
            ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
            : null;
    }

    private long? ReadNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) => number,
        JsonValueKind.String when isQuery && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) => number,
        _ => null,
    };

    private T? Read<T>(string name, Func<JsonElement, T?> read, string takes)
    {
        if (!Has(name))
        {
            return default;
        }

        T? result = read(values[name]);
        if (result is null)
        {
            Refuse(name, takes);
        }

        return result;
    }
}

/// <summary>
/// One endpoint. Its class has one <see cref="ApiRouteAttribute"/> for each method and route; both hosts find it by that and
/// call it through <c>ApiDispatcher</c>, which has checked the caller by then and turns exceptions into problem details.
/// </summary>
public interface IApiHandler
{
    /// <summary>Answers a request.</summary>
    Task<IResult> HandleAsync(HttpContext context, CancellationToken cancellationToken);
}

/// <summary>
/// One endpoint whose request is declared by a type: its properties (<see cref="RequestField"/>) are the fields of the JSON body for POST and PUT, and those of
/// the query string for other methods. Everything else is refused.
/// </summary>
/// <typeparam name="TRequest">The type of the request.</typeparam>
public interface IApiHandler<in TRequest> : IApiHandler
    where TRequest : class, new()
{
    /// <summary>Answers a request.</summary>
    Task<IResult> HandleAsync(HttpContext context, TRequest request, CancellationToken cancellationToken);

    /// <inheritdoc/>
    async Task<IResult> IApiHandler.HandleAsync(HttpContext context, CancellationToken cancellationToken)
    {
        bool isBody = context.Request.Method is "POST" or "PUT";
        RequestFields fields = isBody ? await RequestReader.ReadJsonAsync(context.Request, cancellationToken) : RequestReader.ReadQuery(context.Request);
        return await HandleAsync(context, fields.Bind<TRequest>(IgnoresFieldsOfAttribute.NamesOf(GetType())), cancellationToken);
    }
}

/// <summary>The fields of another type may stand in the body too and are passed over, so that a page can send back what it read.</summary>
/// <param name="type">The type.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class IgnoresFieldsOfAttribute(Type type) : Attribute
{
    private static readonly ConcurrentDictionary<Type, string[]> s_known = new();
    private readonly string[] _names = [.. RequestField.NamesOf(type)];

    /// <summary>Names of the fields that <paramref name="handler"/> passes over.</summary>
    public static IReadOnlyList<string> NamesOf(Type handler) =>
        s_known.GetOrAdd(handler, type => type.GetCustomAttribute<IgnoresFieldsOfAttribute>()?._names ?? []);
}
