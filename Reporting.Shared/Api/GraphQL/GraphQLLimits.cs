namespace Reporting.Api.GraphQL;

/// <summary>How much one GraphQL request may ask for. What is over is refused before anything is resolved.</summary>
internal static class GraphQLLimits
{
    /// <summary>Bytes of a request's body.</summary>
    public const long MostBytes = 64 * 1024;

    /// <summary>Characters of a document.</summary>
    public const int MostCharacters = 20_000;

    /// <summary>Levels of fields. Introspection is counted by itself, below.</summary>
    public const int MostDepth = 10;

    /// <summary>Levels of fields below <c>__schema</c> and <c>__type</c>: the tools' own queries have 13.</summary>
    public const int MostIntrospectionDepth = 15;

    /// <summary>Fields with an alias, with fragments in every place where they are used.</summary>
    public const int MostAliases = 30;

    /// <summary>Fields, with fragments in every place where they are used.</summary>
    public const int MostFields = 1000;

    /// <summary>Cost: a field costs 1 for each item it is read of, a mutation a tenth of the whole.</summary>
    public const int MostComplexity = 20_000;

    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);
}
