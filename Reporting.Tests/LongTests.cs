namespace Reporting.Tests;

/// <summary>How much the property tests and campaigns do: some hundred cases while developing, all of them in CI.</summary>
internal static class LongTests
{
    /// <summary>Whether the environment asks for the long campaigns (<c>REPORTING_LONG=1</c>, or <c>CI=true</c> as CI services set it).</summary>
    public static bool Enabled { get; } =
        string.Equals(Environment.GetEnvironmentVariable("REPORTING_LONG"), "1", StringComparison.Ordinal)
        || string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>How many cases a property test runs: 10,000, or <paramref name="quick"/> of them in the quick tier.</summary>
    public static int Cases(int quick) => Enabled ? 10_000 : quick;

    /// <summary>Skips the running test unless the long campaigns are asked for.</summary>
    public static void SkipUnlessEnabled() => SkipUnlessEnabledOr(quick: false);

    /// <summary>The same for a case of a theory, of which the <paramref name="quick"/> ones run always.</summary>
    public static void SkipUnlessEnabledOr(bool quick) => Assert.SkipUnless(quick || Enabled, "long campaign: set REPORTING_LONG=1");
}
