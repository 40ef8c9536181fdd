using System.Collections.Immutable;

namespace Reporting.Local.Sample;

/// <summary>The words of the sample; of people, organizations and recipes the most active first.</summary>
internal static class SampleText
{
    public static ImmutableArray<string> Users { get; } =
    [
        "ada@example.com", "grace@example.com", "Moderne", "linus@example.com", "mary.o'brien@example.com", "søren@example.com",
        "katherine@example.com", "edsger@example.com",
        "barbara@example.com", "tony@example.com", "margaret@example.com", "dennis@example.com", "radia@example.com", "ken@example.com",
        "frances@example.com", "niklaus@example.com",
        "jean@example.com", "alan@example.com", "hedy@example.com", "donald@example.com", "adele@example.com", "bjarne@example.com",
        "joan@example.com", "guido@example.com",
        "sophie@example.com", "yukihiro@example.com", "shafi@example.com", "james@example.com", "lynn@example.com", "anders@example.com",
    ];

    public static ImmutableArray<SampleOrganization> Organizations { get; } =
    [
        new("Payments & Billing", ["payments/ledger", "payments/gateway", "payments/invoices", "payments/refunds", "payments/fraud-rules"]),
        new("Platform", ["platform/identity", "platform/build-tools", "platform/gateway", "platform/config", "platform/observability"]),
        new("Default", ["shop/checkout", "shop/catalogue", "shop/search", "shop/basket"]),
        new("R&D \"Blue\"", ["blue/engine", "blue/simulator", "blue/reports", "blue/models"]),
        new("Mobile", ["mobile/android-app", "mobile/api", "mobile/push"]),
        new("Research, Europe", ["research/sketches", "research/notebooks", "research/übersicht"]),
    ];

    public static ImmutableArray<SampleRecipe> Recipes { get; } =
    [
        new("org.openrewrite.java.migrate.UpgradeToJava25", "Migrate to Java 25", 12),
        new("org.openrewrite.java.spring.boot3.UpgradeSpringBoot_3_5", "Migrate to Spring Boot 3.5", 15),
        new("org.openrewrite.staticanalysis.CommonStaticAnalysis", "Common static analysis issues", 5),
        new("org.openrewrite.java.security.OwaspTopTen", "Remediate vulnerabilities from the OWASP Top Ten", 10),
        new("org.openrewrite.java.dependencies.DependencyVulnerabilityCheck", "Find and fix vulnerable dependencies", 8),
        new("org.openrewrite.java.testing.junit5.JUnit4to5Migration", "JUnit Jupiter migration from JUnit 4.x", 6),
        new("org.openrewrite.java.testing.assertj.Assertj", "AssertJ best practices", 4),
        new("org.openrewrite.java.search.FindMethods", "Find method usages", 0),
        new("org.openrewrite.java.logging.slf4j.Slf4jBestPractices", "SLF4J best practices", 3),
        new("org.openrewrite.java.migrate.UpgradeToJava21", "Migrate to Java 21", 12),
        new("org.openrewrite.java.security.SecureRandom", "Secure random", 5),
        new("com.example.recipes.security.ReplaceWeakHashes", "Replace MD5 | SHA-1 by SHA-256", 7),
        new("com.example.recipes.build.PinActions", "Pin workflow actions, \"by digest\"", 3),
        new("org.openrewrite.maven.UpgradeDependencyVersion", "Upgrade Maven dependency version", 2),
        new("org.openrewrite.java.dependencies.DependencyInsight", "Dependency insight for Gradle and Maven", 0),
        new("org.openrewrite.java.migrate.jakarta.JavaxMigrationToJakarta", "Migrate to Jakarta EE 9", 9),
        new("org.openrewrite.java.testing.mockito.Mockito1to5Migration", "Mockito 5.x upgrade", 5),
        new("org.openrewrite.gradle.UpdateGradleWrapper", "Update Gradle wrapper", 2),
        new("org.openrewrite.github.SetupJavaUpgradeJavaVersion", "Upgrade `actions/setup-java` `java-version`", 2),
        new("org.openrewrite.java.RemoveUnusedImports", "Remove unused imports", 1),
        new("com.example.recipes.test.UseAssertThat", "Use `assertThat` instead of `assertTrue(a == b)`", 4),
        new("org.openrewrite.java.migrate.guava.NoGuava", "Prefer the Java standard library instead of Guava", 5),
        new("org.openrewrite.java.security.secrets.FindSecrets", "Find secrets", 0),
        new("org.openrewrite.java.security.spring.CsrfProtection", "Enable CSRF attack prevention", 6),
        new("org.openrewrite.java.spring.boot4.UpgradeSpringBoot_4_0", "Migrate to Spring Boot 4.0", 15),
        new("org.openrewrite.apache.httpclient5.UpgradeApacheHttpClient_5", "Migrate to ApacheHttpClient 5.x", 8),
        new("org.openrewrite.hibernate.MigrateToHibernate66", "Migrate to Hibernate 6.6.x", 10),
        new("org.openrewrite.java.search.FindTypes", "Find types", 0),
        new("org.openrewrite.terraform.aws.EncryptRDSClusters", "Encrypt RDS clusters", 4),
        new("org.openrewrite.docker.search.FindDockerImageUses", "Find uses of docker base images", 0),
        new("org.openrewrite.kotlin.migrate.MigrateToKotlin2", "Migrate to Kotlin 2", 9),
        new("org.openrewrite.java.format.AutoFormat", "Format Java code", 1),
        new("org.openrewrite.xml.security.OwaspXxeVulnerability", "XML parser XXE vulnerability", 6),
        new("org.openrewrite.nodejs.security.DependencyVulnerabilityCheck", "Find and fix vulnerable npm dependencies", 6),
        new("org.openrewrite.quarkus.spring.SpringBootToQuarkus", "Migrate Spring Boot to Quarkus", 15),
        new("com.example.recipes.text.NormalizeLineEnds", "Normalize line ends (\\r\\n = \\n)", 1),
        new("org.openrewrite.micrometer.UpgradeMicrometer", "Upgrade Micrometer", 4),
        new("org.openrewrite.cucumber.jvm.UpgradeCucumber7x", "Upgrade to Cucumber-JVM 7.x", 5),
        new("org.openrewrite.sql.FindSql", "Find SQL in code and resource files", 0),
        new("com.example.recipes.i18n.行末を統一する", "行末を統一する (unify line ends)", 1),
    ];

    // The more often a state is listed, the more often it occurs.
    public static ImmutableArray<string> RunStates { get; } =
        ["FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "FINISHED", "ERROR", "CANCELED",
         "UNAVAILABLE"];

    public static ImmutableArray<string> CommitTypes { get; } = ["Direct", "Fork", "ForkAndPullRequest", "PullRequest", "PullRequest"];

    public static ImmutableArray<string> CommitStates { get; } =
        ["COMPLETED", "COMPLETED", "COMPLETED", "NO_CHANGES", "COMPLETED", "COMPLETED", "FAILED", "COMPLETED", "COMPLETED", "ORPHANED",
         "COMPLETED", "CANCELED"];

    public static ImmutableArray<string> RecentCommitStates { get; } = ["PROCESSING", "QUEUED", "COMPLETED", "COMPLETED", "FAILED"];

    public static ImmutableArray<string> Outcomes { get; } = ["Success", "Success", "Success", "Success", "Failed", "Started"];

    public static ImmutableArray<string> Messages { get; } =
    [
        "Use assertThat, and say why",
        "Replace weak hashes\n\nSee \"Hashes\" in the handbook; a | b and c = d stay as they are.",
        "=SUM(A1) is text here",
        "Zeilenenden vereinheitlichen (für alle Module)",
        "行末を統一する",
        "Pin actions \\ by digest",
    ];

    public static ImmutableArray<(string Target, string Action, string ActionType, string Description)> Administration { get; } =
    [
        ("sessions", "sign.in", "Create", "Sign in by single sign-on"),
        ("sessions", "sign.in", "Create", "Sign in by single sign-on"),
        ("access.tokens", "create.token", "Create", "Create access token \"nightly, build\""),
        ("access.tokens", "revoke.token", "Delete", "Revoke access token 'laptop'"),
        ("organizations", "update.organization", "Update", "Rename organization R&D to R&D \"Blue\""),
        ("organizations", "read.organizations", "Read", "List organizations"),
        ("recipes", "install.recipes", "Create", "Install com.example:recipes=1.4.0 | 212 recipes"),
    ];
}

/// <summary>An organization and its repositories.</summary>
internal sealed record SampleOrganization(string Id, ImmutableArray<string> Repositories);

/// <summary>A recipe, and how many minutes of work it saves for each file it changes: none where it only searches.</summary>
internal sealed record SampleRecipe(string Id, string Name, int MinutesPerFile);
