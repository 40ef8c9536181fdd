using System.Globalization;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Reporting.Tests.Functions.Checks;

namespace Reporting.Tests.Functions;

/// <summary>Each check of <see cref="FunctionAppTests"/> finds what it is there to find.</summary>
public sealed class CheckerTests
{
    private static readonly WantedRoute[] GetThings = [new("GET", "things/{id}", "Sample.GetThing")];

    [Fact]
    public void A_wrong_signature_or_a_possible_null_is_an_error()
    {
        Assert.Contains(Errors("public static class One { public static string Two(string? text) => text; }"), id => string.Equals(id, "CS8603", StringComparison.Ordinal));
        Assert.Contains(Errors("public static class One { public static void Two(Microsoft.DurableTask.TaskOrchestrationContext context) => context.CallActivity(); }"), id => id == "CS1061");
    }

    [Theory]
    [InlineData("""Http("post", "things/{id}", "GetThing")""", "GET things/{id} has 0 triggers")]
    [InlineData("""Http("post", "things/{id}", "GetThing")""", "GetThing0 has no endpoint")]
    [InlineData("""Http("get", "thing/{id}", "GetThing")""", "GET things/{id} has 0 triggers")]
    [InlineData("""Http("get", "things/{id}", "GetOther")""", "GetThing0 does not call Sample.GetThing")]
    [InlineData("""Http("get", "things/{id}", "GetThing") Http("get", "things/{id}", "GetThing")""", "GET things/{id} has 2 triggers")]
    [InlineData("""Http("get", "things/{id}", "GetThing") Http("get", "others", "GetOther")""", "GetThing1 has no endpoint")]
    [InlineData("""Keyed("get", "things/{id}", "GetThing")""", "GetThing0 asks for a key")]
    public void A_route_without_its_trigger_or_a_trigger_without_its_route_is_found(string triggers, string finding) =>
        Assert.Contains(FunctionRules.Routes(Triggers(triggers), GetThings), one => one.StartsWith(finding, StringComparison.Ordinal));

    [Fact]
    public void A_route_with_its_trigger_is_fine() =>
        Assert.Empty(FunctionRules.Routes(Triggers("""Http("get", "things/{id}", "GetThing")"""), GetThings));

    [Theory]
    [InlineData("[Function(\"Ok\")] public void A([HttpTrigger(AuthorizationLevel.Anonymous, \"get\", Route = \"Administrators\")] object o) { }")]
    [InlineData("[Function(\"Ok\")] public void A([HttpTrigger(AuthorizationLevel.Anonymous, \"get\", Route = \"/runtime/x\")] object o) { }")]
    [InlineData("[Function(\"RuntimeInfo\")] public void A([HttpTrigger(AuthorizationLevel.Anonymous, \"get\")] object o) { }")]
    public void A_reserved_route_is_found(string member) => Assert.Single(FunctionRules.ReservedRoutes(Class(member)));

    [Theory]
    [InlineData("[Function(\"1st\")] public void A([TimerTrigger(\"x\")] object o) { }", "1st is not a name")]
    [InlineData("[Function(\"Host\")] public void A([TimerTrigger(\"x\")] object o) { }", "Host is not a name")]
    [InlineData("[Function(\"One\")] public void A([TimerTrigger(\"x\")] object o) { } [Function(\"ONE\")] public void B([TimerTrigger(\"x\")] object o) { }", "is the name of 2 functions")]
    [InlineData("[Function(\"One\")] public void A() { }", "One has no trigger")]
    [InlineData("[Function(\"One\")] internal void A([TimerTrigger(\"x\")] object o) { }", "One is not public")]
    public void A_bad_name_is_found(string member, string finding) =>
        Assert.Contains(FunctionRules.Names(Class(member)), one => one.Contains(finding, StringComparison.Ordinal));

    [Fact]
    public void A_setting_that_is_missing_is_found()
    {
        CSharpCompilation app = Class("[Function(\"One\")] public void A([TimerTrigger(\"%A:Tick%\")] object o) { }");
        Assert.Equal(["One needs the setting A:Tick", "host.json needs the setting Hub"], FunctionRules.Settings(app, "{ \"hub\": \"%Hub%\" }", Names("B")).ToArray());
        Assert.Empty(FunctionRules.Settings(app, "{}", Names("A__Tick")));
    }

    [Fact]
    public void A_long_method_is_found_and_code_is_counted_without_comments()
    {
        string body = string.Concat(Enumerable.Repeat("one++;\n// why\n\n", 6));
        CSharpCompilation app = FunctionAppSources.Compile([("One.cs", $"internal static class One\n{{\npublic static void A(int one)\n{{\n{body}}}\n}}\n")]);
        Assert.Single(SizeRules.LongMethods(app));
        Assert.Equal(12, SizeRules.LinesOf(app));
    }

    [Theory]
    [InlineData("""Http("get", "things/{id}", "GetThing")""", 1)]
    [InlineData("""Client("get", "things/{id}", "GetThing")""", 0)]
    public void A_trigger_that_forgets_the_client_is_found(string trigger, int findings) =>
        Assert.Equal(findings, ClientRules.MissingClients(Triggers(trigger), Names("Sample.GetThing")).Count());

    [Theory]
    [InlineData("await step.ConfigureAwait(false);", 1)]
    [InlineData("var now = DateTime.UtcNow;", 1)]
    [InlineData("await Task.Delay(1);", 1)]
    [InlineData("var ids = new Dictionary<string, int>();", 1)]
    [InlineData("var soon = new CancellationTokenSource(1000);", 1)]
    [InlineData("CancellationTokenSource soon = new(1000);", 1)]
    [InlineData("CancellationTokenSource end = new(); end.Cancel();", 0)]
    [InlineData("// Task.Run is not for here\nawait step;", 0)]
    public void Nondeterminism_is_found(string statement, int findings) =>
        Assert.Equal(findings, ReplayRules.Violations([("One.cs", $"class One {{ async Task A(Task step) {{ {statement} }} }}")]).Count());

    private static HashSet<string> Names(params string[] names) => new(names, StringComparer.Ordinal);

    private static IEnumerable<string> Errors(string source) =>
        Sample(FunctionAppSources.Compile([("One.cs", source)])).GetDiagnostics(cancellationToken: TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Id);

    private static SemanticModel Sample(CSharpCompilation compilation) =>
        compilation.GetSemanticModel(compilation.SyntaxTrees.Single(tree => tree.FilePath == "One.cs"));

    private static CSharpCompilation Class(string members) => Checked($"public sealed class Functions {{ {members} }}");

    /// <summary>Makes triggers of <c>Http(method, route, handler)</c>, <c>Client(...)</c> with the durable client, <c>Keyed(...)</c> with a key.</summary>
    private static CSharpCompilation Triggers(string triggers)
    {
        var members = triggers.Split(')', StringSplitOptions.RemoveEmptyEntries).Select((trigger, number) =>
        {
            string index = number.ToString(CultureInfo.InvariantCulture);
            string[] parts = JsonSerializer.Deserialize<string[]>("[" + trigger[(trigger.IndexOf('(', StringComparison.Ordinal) + 1)..] + "]")!;
            string level = trigger.Contains("Keyed", StringComparison.Ordinal) ? "Function" : "Anonymous";
            bool client = trigger.Contains("Client", StringComparison.Ordinal);
            return $$"""
                [Function("GetThing{{index}}")]
                public Task A{{index}}([HttpTrigger(AuthorizationLevel.{{level}}, "{{parts[0]}}", Route = "{{parts[1]}}")] HttpRequest request{{(client ? ", [DurableClient] DurableTaskClient client" : "")}}) =>
                    Api.AnswerAsync<{{parts[2]}}>(request{{(client ? ", client" : "")}});
                """;
        });
        return Checked($$"""
            public sealed class GetThing { }
            public sealed class GetOther { }
            public static class Api { public static Task AnswerAsync<T>(HttpRequest request, DurableTaskClient? client = null) => Task.CompletedTask; }
            public sealed class Functions { {{string.Join('\n', members)}} }
            """);
    }

    private static CSharpCompilation Checked(string types)
    {
        CSharpCompilation compilation = FunctionAppSources.Compile([("One.cs", $"""
            using Microsoft.AspNetCore.Http;
            using Microsoft.Azure.Functions.Worker;
            using Microsoft.DurableTask;
            using Microsoft.DurableTask.Client;
            namespace Sample;
            {types}
            """)]);

        // Unused usings are hidden; whatever is wrong with a sample beyond what it shows would make the test mean nothing.
        Assert.Empty(Sample(compilation).GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return compilation;
    }
}
