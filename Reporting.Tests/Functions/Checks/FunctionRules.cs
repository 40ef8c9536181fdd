using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Reporting.Tests.Functions.Checks;

/// <summary>An endpoint of the core that needs a trigger.</summary>
internal sealed record WantedRoute(string Method, string Route, string Handler);

/// <summary>What the Functions host and the house ask of the declared functions. Each rule returns sentences about what is wrong.</summary>
internal static partial class FunctionRules
{
    /// <summary>Every endpoint has one trigger with its method and route that calls its handler, and every trigger has an endpoint.</summary>
    public static IEnumerable<string> Routes(Compilation app, IReadOnlyList<WantedRoute> wanted)
    {
        var triggers = FunctionDeclaration.In(app).Where(function => function.Kind == TriggerKind.Http).ToList();
        foreach (WantedRoute endpoint in wanted)
        {
            var matching = triggers.Where(trigger => Serves(trigger, endpoint)).ToList();
            if (matching.Count != 1)
            {
                yield return $"{endpoint.Method} {endpoint.Route} has {matching.Count} triggers";
            }
            else if (!HandlersOf(app, matching[0]).SequenceEqual([endpoint.Handler], StringComparer.Ordinal))
            {
                yield return $"{matching[0].Name} does not call {endpoint.Handler}";
            }
        }

        foreach (FunctionDeclaration trigger in triggers)
        {
            if (trigger.HttpMethods.Count == 0 || !trigger.HttpMethods.All(method => wanted.Any(endpoint => endpoint.Method == method && SameRoute(endpoint.Route, trigger.Route))))
            {
                yield return $"{trigger.Name} has no endpoint";
            }

            if (trigger.Attribute!.ConstructorArguments is not [{ Value: 0 }, ..])
            {
                yield return $"{trigger.Name} asks for a key; the JWT decides";
            }
        }
    }

    /// <summary>Routes, and the names that stand for them, keep clear of what the host has for itself.</summary>
    public static IEnumerable<string> ReservedRoutes(Compilation app) =>
        FunctionDeclaration.In(app).Where(function => function.Kind == TriggerKind.Http)
            .Where(function => (function.Route ?? function.Name).Trim('/').ToLowerInvariant() is var route
                && (route.StartsWith("admin", StringComparison.Ordinal) || route.StartsWith("runtime", StringComparison.Ordinal)))
            .Select(function => $"{function.Name} has a route that the host refuses");

    /// <summary>Names are valid and differ in more than case; functions can be found (public) and have a trigger.</summary>
    public static IEnumerable<string> Names(Compilation app)
    {
        IReadOnlyList<FunctionDeclaration> functions = FunctionDeclaration.In(app);
        foreach (FunctionDeclaration function in functions)
        {
            if (!ValidName.IsMatch(function.Name) || string.Equals(function.Name, "host", StringComparison.OrdinalIgnoreCase))
            {
                yield return $"{function.Name} is not a name the host takes";
            }

            if (function.Kind == TriggerKind.Unknown)
            {
                yield return $"{function.Name} has no trigger";
            }

            if (function.Method.DeclaredAccessibility != Accessibility.Public || function.Method.ContainingType.DeclaredAccessibility != Accessibility.Public)
            {
                yield return $"{function.Name} is not public";
            }
        }

        foreach (var same in functions.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            yield return $"{same.Key} is the name of {same.Count()} functions";
        }
    }

    /// <summary>Every <c>%setting%</c> in an attribute or in host.json stands in the example of the settings.</summary>
    public static IEnumerable<string> Settings(Compilation app, string hostJson, IReadOnlySet<string> settings)
    {
        var texts = FunctionDeclaration.In(app).SelectMany(function => function.Texts.Select(text => (function.Name, Text: text))).Append(("host.json", hostJson));
        foreach ((string where, string text) in texts)
        {
            foreach (Match match in SettingName.Matches(text))
            {
                string name = match.Groups["name"].Value;
                if (!settings.Contains(name) && !settings.Contains(name.Replace(":", "__", StringComparison.Ordinal)))
                {
                    yield return $"{where} needs the setting {name}";
                }
            }
        }
    }

    [GeneratedRegex(@"^[a-z][a-z0-9_\-]{0,127}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ValidName { get; }

    [GeneratedRegex("%(?<name>[A-Za-z0-9_:.]+)%", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SettingName { get; }

    private static bool Serves(FunctionDeclaration trigger, WantedRoute endpoint) =>
        trigger.HttpMethods.Contains(endpoint.Method, StringComparer.Ordinal) && SameRoute(endpoint.Route, trigger.Route);

    private static bool SameRoute(string wanted, string? route) => string.Equals(wanted, route, StringComparison.OrdinalIgnoreCase);

    /// <summary>The handlers that a trigger's method names as type arguments.</summary>
    private static IEnumerable<string> HandlersOf(Compilation app, FunctionDeclaration trigger) =>
        Calls.In(app, trigger.Method).Where(call => call.Target.Name == "AnswerAsync").Select(call => call.Target.TypeArguments.Single().ToDisplayString());
}
