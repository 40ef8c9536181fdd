namespace Reporting.Api;

/// <summary>
/// A response of an endpoint. The OpenAPI document is generated from this and the other attributes of this file. The responses that follow from the endpoint's
/// method, route and access (400, 401, 403, 404, 408, 413, 415, 503) need no declaration.
/// </summary>
/// <param name="status">HTTP status.</param>
/// <param name="description">When it is sent.</param>
/// <param name="body">Type of the body; null for none. From 400 on it is a problem unless declared otherwise.</param>
/// <param name="contentTypes">Media types of the body; JSON when empty.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RespondsAttribute(int status, string description, Type? body = null, params string[] contentTypes) : Attribute
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>When it is sent.</summary>
    public string Description { get; } = description;

    /// <summary>Type of the body; null for none.</summary>
    public Type? Body { get; } = body;

    /// <summary>Media types of the body.</summary>
    public IReadOnlyList<string> ContentTypes { get; } = contentTypes is [] ? ["application/json"] : contentTypes;
}

/// <summary>A header of every successful response of an endpoint.</summary>
/// <param name="name">The header.</param>
/// <param name="description">What it says.</param>
/// <param name="type">Type of its value; text when null.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ResponseHeaderAttribute(string name, string description, Type? type = null) : Attribute
{
    /// <summary>The header.</summary>
    public string Name { get; } = name;

    /// <summary>What it says.</summary>
    public string Description { get; } = description;

    /// <summary>Type of its value.</summary>
    public Type Type { get; } = type ?? typeof(string);

    /// <summary>Whether it may be absent.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>A header that an endpoint reads.</summary>
/// <param name="name">The header.</param>
/// <param name="description">What it does.</param>
/// <param name="maxLength">Most characters; 0 for any number.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class RequestHeaderAttribute(string name, string description, int maxLength = 0) : Attribute
{
    /// <summary>The header.</summary>
    public string Name { get; } = name;

    /// <summary>What it does.</summary>
    public string Description { get; } = description;

    /// <summary>Most characters; 0 for any number.</summary>
    public int MaxLength { get; } = maxLength;
}

/// <summary>A part of the address that an endpoint reads. One that many endpoints have is a class derived from this.</summary>
/// <param name="name">Its name in the route.</param>
/// <param name="description">What it names.</param>
/// <param name="pattern">Regular expression of what it takes; null for any text.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class RouteParameterAttribute(string name, string description, string? pattern = null) : Attribute
{
    /// <summary>Its name in the route.</summary>
    public string Name { get; } = name;

    /// <summary>What it names.</summary>
    public string Description { get; } = description;

    /// <summary>Regular expression of what it takes; null for any text.</summary>
    public string? Pattern { get; } = pattern;

    /// <summary>The only values there are; empty when any will do.</summary>
    public IReadOnlyList<string> Values { get; protected init; } = [];
}

/// <summary>The body that an endpoint reads itself. Other endpoints declare theirs by <c>IApiHandler&lt;TRequest&gt;</c>.</summary>
/// <param name="type">Type of the body.</param>
/// <param name="description">What it holds.</param>
/// <param name="contentType">Its media type.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsBodyAttribute(Type type, string description, string contentType = "application/json") : Attribute
{
    /// <summary>Type of the body.</summary>
    public Type Type { get; } = type;

    /// <summary>What it holds.</summary>
    public string Description { get; } = description;

    /// <summary>Its media type.</summary>
    public string ContentType { get; } = contentType;
}

/// <summary>The query that an endpoint reads itself, passing over what it does not know.</summary>
/// <param name="type">Type whose properties are the fields of the query; null for none.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReadsQueryAttribute(Type? type = null) : Attribute
{
    /// <summary>Type whose properties are the fields of the query; null for none.</summary>
    public Type? Type { get; } = type;
}
