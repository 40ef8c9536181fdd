using GraphQL;
using GraphQL.Validation.Complexity;
using Microsoft.Extensions.DependencyInjection;

namespace Reporting.Api.GraphQL;

/// <summary>Registers GraphQL.</summary>
internal static class GraphQLServices
{
    public static IServiceCollection AddReportingGraphQL(this IServiceCollection services)
    {
        services.AddGraphQL(graphQL => graphQL
            .AddSelfActivatingSchema<ReportingSchema>()
            .AddSystemTextJson()
            .AddComplexityAnalyzer(complexity =>
            {
                complexity.MaxComplexity = GraphQLLimits.MaxComplexity;

                // The library multiplies by 'first' as it came: one of -1000 would pay for everything beside it.
                Func<FieldImpactContext, FieldComplexityResult> impact = complexity.DefaultComplexityImpactDelegate;
                complexity.DefaultComplexityImpactDelegate = field => impact(field) is var result && result.ChildImpactMultiplier >= 1 ? result : new(result.FieldImpact, 1);
            })
            .AddErrorInfoProvider(errors =>
            {
                errors.ExposeCodes = false;
                errors.ExposeExceptionDetails = false;
                errors.ExposeData = false;
            }));
        return services.AddSingleton<Http.GraphQLExecutor>();
    }
}

/// <summary>How much one GraphQL request may ask for. What is over is refused before anything is resolved.</summary>
internal static class GraphQLLimits
{
    /// <summary>Bytes of a request's body.</summary>
    public const long MaxBytes = 64 * 1024;

    /// <summary>Characters of a document.</summary>
    public const int MaxCharacters = 20_000;

    /// <summary>Fragments that a document defines.</summary>
    public const int MaxFragments = 100;

    /// <summary>Levels of fields, inline fragments and fragments within each other: the library's rules descend by recursion.</summary>
    public const int MaxNesting = 50;

    /// <summary>Nodes of the syntax tree (fields, fragments, arguments, values, directives), with fragments in every place where they are used.</summary>
    public const int MaxNodes = 10_000;

    /// <summary>Levels of fields. Introspection is counted by itself, below.</summary>
    public const int MaxDepth = 10;

    /// <summary>Levels of fields below <c>__schema</c> and <c>__type</c>: the tools' own queries have 13.</summary>
    public const int MaxIntrospectionDepth = 15;

    /// <summary>Fields with an alias, with fragments in every place where they are used.</summary>
    public const int MaxAliases = 30;

    /// <summary>Fields and uses of fragments, with fragments in every place where they are used.</summary>
    public const int MaxSelections = 1000;

    /// <summary>
    /// Pairs of fields that share a place in the answer, so that validation compares them
    /// (<see href="https://spec.graphql.org/October2021/#sec-Field-Selection-Merging"/>). A field that is asked for 45 times makes 990.
    /// </summary>
    public const int MaxOverlaps = 1000;

    /// <summary>Cost: a field costs 1 for each item it is read of, a mutation a tenth of the whole.</summary>
    public const int MaxComplexity = 20_000;

    /// <summary>How long one request may take, from the reading of its document on.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);
}
