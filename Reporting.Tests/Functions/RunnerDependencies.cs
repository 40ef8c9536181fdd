using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Reporting.Api;
using Reporting.Composition;
using Reporting.Exports;

namespace Reporting.Tests.Functions;

/// <summary>Which handlers can reach the engine, by the constructors of what they are made of.</summary>
internal static class RunnerDependencies
{
    /// <summary>The handlers that get an <see cref="IExportRunner"/>, however far down.</summary>
    public static IReadOnlySet<Type> Handlers()
    {
        var services = new ServiceCollection();
        services.AddReporting(new ConfigurationBuilder().Build());
        ILookup<Type, Type> made = services.Where(service => !service.IsKeyedService && service.ImplementationType is not null)
            .ToLookup(service => service.ServiceType, service => service.ImplementationType!);
        return ApiEndpoints.All.Select(endpoint => endpoint.Handler).Where(handler => AsksForServices(handler) || Reaches(handler, made, [])).ToHashSet();
    }

    // GraphQL's resolvers ask the request's services for what they need: no constructor shows it.
    private static bool AsksForServices(Type handler) => handler.Namespace?.StartsWith("Reporting.Api.GraphQL", StringComparison.Ordinal) == true;

    private static bool Reaches(Type type, ILookup<Type, Type> made, HashSet<Type> seen)
    {
        if (type == typeof(IExportRunner))
        {
            return true;
        }

        // A lazy, a factory or a set of something reaches what it is of.
        if (type.IsGenericType && type.GetGenericArguments().Any(argument => Reaches(argument, made, seen)))
        {
            return true;
        }

        return type.Namespace?.StartsWith("Reporting", StringComparison.Ordinal) == true
            && seen.Add(type)
            && made[type].Append(type).SelectMany(one => one.GetConstructors()).SelectMany(constructor => constructor.GetParameters())
                .Any(parameter => Reaches(parameter.ParameterType, made, seen));
    }
}
