using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Reporting.Composition;
using Reporting.Formats;
using Reporting.Reports.Definitions;

namespace Reporting.Tests.Formats;

public sealed class FormatsServicesTests
{
    [Fact]
    public void Every_format_of_every_report_is_there()
    {
        FormatCatalogue catalogue = Services([]).GetRequiredService<FormatCatalogue>();

        Assert.Equal(["CSV", "CEF", "JSONL", "OCSF"], catalogue.Formats.Select(format => format.Name));
        Assert.All(ReportCatalogue.All.SelectMany(report => report.Formats), name => Assert.NotNull(catalogue.Find(name)));
    }

    [Fact]
    public void Settings_and_wishes_make_the_options_of_an_export()
    {
        FormatOptions options = Services(new() { ["Cef:Tenant"] = "acme", ["Cef:DeviceHost"] = "reporting.example.com" })
            .GetRequiredService<FormatOptionsFactory>().Create(bom: true, spreadsheetSafe: false);

        Assert.Equal(
            new FormatOptions
            {
                Bom = true, Vendor = "Moderne", Tenant = "acme", DeviceHost = "reporting.example.com",
                ProductVersion = FormatOptionsFactory.ProductVersion,
            },
            options);
        Assert.Matches(@"^\d+\.\d+\.\d+$", options.ProductVersion);
    }

    [Theory]
    [InlineData("Cef:Vendor", 0)]
    [InlineData("Cef:Vendor", 64)]
    [InlineData("Cef:Tenant", 256)]
    [InlineData("Cef:DeviceHost", 101)]
    public void A_setting_that_CEF_has_no_room_for_is_refused_by_name(string setting, int length)
    {
        ServiceProvider services = Services(new() { [setting] = new string('x', length) });
        var error = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<FormatOptionsFactory>().Create(bom: false, spreadsheetSafe: false));
        Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
        .AddFormats()
        .BuildServiceProvider();
}
