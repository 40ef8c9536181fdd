using System.Collections.Immutable;

namespace Reporting.Local.Sample;

/// <summary>The words of the sample.</summary>
internal static class SampleText
{
    public static ImmutableArray<string> Users { get; } = ["ada@example.com", "grace@example.com", "linus@example.com", "mary.o'brien@example.com", "søren@example.com", "Moderne"];

    public static ImmutableArray<string> Organizations { get; } = ["Default", "Payments & Billing", "R&D \"Blue\"", "Research, Europe"];

    public static ImmutableArray<string> Repositories { get; } =
        ["shop/checkout", "shop/catalogue", "payments/ledger", "payments/gateway", "platform/identity", "platform/build-tools", "research/sketches"];

    public static ImmutableArray<(string Id, string Name)> Recipes { get; } =
    [
        ("com.example.recipes.java.UpgradeToJava25", "Upgrade to Java 25"),
        ("com.example.recipes.test.UseAssertThat", "Use `assertThat` instead of `assertTrue(a == b)`"),
        ("com.example.recipes.security.ReplaceWeakHashes", "Replace MD5 | SHA-1 by SHA-256"),
        ("com.example.recipes.build.PinActions", "Pin workflow actions, \"by digest\""),
        ("com.example.recipes.text.NormalizeLineEnds", "Normalize line ends (\\r\\n = \\n)"),
    ];

    // A state as often as it stands here.
    public static ImmutableArray<string> RunStates { get; } = ["FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "ERROR", "CANCELED", "UNAVAILABLE"];

    public static ImmutableArray<string> CommitTypes { get; } = ["Direct", "Fork", "ForkAndPullRequest", "PullRequest", "PullRequest"];

    public static ImmutableArray<string> CommitStates { get; } = ["COMPLETED", "COMPLETED", "COMPLETED", "COMPLETED", "NO_CHANGES", "FAILED", "ORPHANED"];

    public static ImmutableArray<string> Outcomes { get; } = ["Success", "Success", "Success", "Success", "Failed", "Started"];

    public static ImmutableArray<string> Messages { get; } =
    [
        "Upgrade to Java 25",
        "Use assertThat, and say why",
        "Replace weak hashes\n\nSee \"Hashes\" in the handbook; a | b and c = d stay as they are.",
        "=SUM(A1) is text here",
        "Zeilenenden vereinheitlichen (für alle Module)",
        "行末を統一する",
        "Pin actions \\ by digest",
    ];

    public static ImmutableArray<(string Target, string Action, string ActionType, string Description)> Administration { get; } =
    [
        ("access.tokens", "create.token", "Create", "Create access token \"nightly, build\""),
        ("access.tokens", "revoke.token", "Delete", "Revoke access token 'laptop'"),
        ("organizations", "update.organization", "Update", "Rename organization R&D to R&D \"Blue\""),
        ("organizations", "read.organizations", "Read", "List organizations"),
        ("sessions", "sign.in", "Create", "Sign in by single sign-on"),
        ("recipes", "install.recipes", "Create", "Install com.example:recipes=1.4.0 | 212 recipes"),
    ];
}
