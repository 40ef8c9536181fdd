using System.Reflection;
using Reporting.Access;
using Reporting.Activity;
using Reporting.Api.Hosting.Load;
using Reporting.Exports;
using Reporting.Formats;
using Reporting.Functions.Durable;
using Reporting.Local.AdminPages;
using Reporting.Local.Durable;
using Reporting.Local.Housekeeping;
using Reporting.Metrics.Days;
using Reporting.Schedules;
using Reporting.Schedules.Retention;

namespace Reporting.Tests.Architecture;

public sealed class ConfigurationDocumentTests
{
    [Fact]
    public void Every_setting_is_described()
    {
        string document = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "configuration.md"));
        (string Section, Type Options)[] sections =
        [
            ("Access", typeof(AccessOptions)), ("Activity", typeof(ActivityOptions)), ("Ingest", typeof(IngestOptions)), ("Exports", typeof(ExportsOptions)),
            ("Load", typeof(LoadOptions)), ("Metrics", typeof(MetricsOptions)), ("Retention", typeof(RetentionOptions)), ("Schedules", typeof(SchedulesOptions)), ("Cef", typeof(CefOptions)), ("Durable", typeof(DurableOptions)), ("Local", typeof(TaskHubOptions)), ("Local", typeof(HousekeepingOptions)), ("AdminPages", typeof(AdminPagesOptions)),
        ];
        string[] missing =
        [
            .. sections.SelectMany(section => section.Options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => $"{section.Section}__{property.Name}"))
                .Where(setting => !document.Contains($"`{setting}`", StringComparison.Ordinal) && !document.Contains($"`{setting}__0`", StringComparison.Ordinal)),
        ];
        Assert.True(missing.Length == 0, "docs/configuration.md does not describe " + string.Join(", ", missing));
    }
}
