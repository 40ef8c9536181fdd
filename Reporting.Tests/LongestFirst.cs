using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(Reporting.Tests.LongestFirst))]

namespace Reporting.Tests;

/// <summary>
/// Lets the collections begin first that take longest from beginning to end, so that they run beside the many short ones and not alone after them; but while Azurite
/// is still to be installed, those that need no storage. No more than a schedule: every test stands by itself in any order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] s_longest =
    [
        Web.BrowserFixture.Name, nameof(WholeSystem.KilledHostTests), nameof(WholeSystem.LocalHostProcessTests), nameof(Schedules.LostResponseTests), nameof(WholeSystem.Campaign.FaultCampaignTests),
        nameof(Api.LoadTests), nameof(Faults.FaultProxyTests),
    ];

    /// <summary>Folders whose tests start hosts, and so Azurite, by themselves.</summary>
    private static readonly string[] s_starting = [typeof(Web.BrowserFixture).Namespace!, typeof(WholeSystem.KilledHostTests).Namespace!, typeof(Local.DemoTests).Namespace!];

    private readonly bool _isInstalled = AzuriteInstallation.IsInstalled;

    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        if (!_isInstalled && !NeedsStorage(collection.TestCollectionDisplayName))
        {
            return -1;
        }

        int place = Array.FindIndex(s_longest, name => collection.TestCollectionDisplayName.Contains("." + name + " ", StringComparison.Ordinal) || string.Equals(collection.TestCollectionDisplayName, name, StringComparison.Ordinal));
        return place < 0 ? s_longest.Length : place;
    }

    /// <summary>A class has a collection of its own, called <c>Test collection for Namespace.Class (id: ...)</c>; one that classes share has a fixture, and that needs it.</summary>
    private static bool NeedsStorage(string collection) =>
        collection.Split(' ').FirstOrDefault(word => word.StartsWith(nameof(Reporting) + ".", StringComparison.Ordinal)) is not { } name
        || typeof(LongestFirst).Assembly.GetType(name) is not { } type
        || s_starting.Any(folder => type.Namespace!.StartsWith(folder, StringComparison.Ordinal))
        || type.GetConstructors().Any(constructor => constructor.GetParameters().Length > 0);
}
