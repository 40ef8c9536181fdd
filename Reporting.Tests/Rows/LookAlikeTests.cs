using Reporting.Rows;

namespace Reporting.Tests.Rows;

public sealed class LookAlikeTests
{
    [Theory]
    [InlineData("Moderne")]
    [InlineData("MODERNE")]
    [InlineData(" moderne\t")]
    [InlineData("M o d e r n e")]
    [InlineData("Mod-er.ne!")]
    [InlineData("\u041Coderne")] // Cyrillic M
    [InlineData("M\u043Ed\u0435rn\u0435")]
    [InlineData("\u039C\u03BF\u0501\u0435\u0433\u0578\u0435")] // Greek, Cyrillic, Armenian
    [InlineData("Mode\u200Brne")] // zero width space
    [InlineData("\u202Emoderne\u2066")]
    [InlineData("Moder\u00ADne")] // soft hyphen
    [InlineData("Moderne\u3164")] // Hangul filler
    [InlineData("Mod\u00E9rne")]
    [InlineData("Mode\u0301rne")]
    [InlineData("\uFF2D\uFF4F\uFF44\uFF45\uFF52\uFF4E\uFF45")] // full width
    [InlineData("\U0001D40C\U0001D428\U0001D41D\U0001D41E\U0001D42B\U0001D427\U0001D41E")] // mathematical bold
    [InlineData("\U0001F17Coderne")]
    [InlineData("\u24C2oderne")]
    [InlineData("\u1D0Doderne")]
    [InlineData("M0derne")]
    [InlineData("Mod3rn3")]
    [InlineData("Modeme")] // rn as m
    [InlineData("Moderne \u2714")]
    public void What_can_be_taken_for_a_name_is_found(string text) => Assert.True(LookAlike.Imitates(text, "Moderne"));

    [Theory]
    [InlineData("")]
    [InlineData("\u200B")]
    [InlineData("Modern")]
    [InlineData("Modernes")]
    [InlineData("moderne@example.com")]
    [InlineData("Morgana")]
    [InlineData("\u0410\u043B\u0435\u043A\u0441\u0435\u0439")]
    [InlineData("\u7530\u4E2D\u592A\u90CE\u3055\u3093\u3078")]
    [InlineData("\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9\u00E9")]
    public void Other_names_are_left_alone(string text) => Assert.False(LookAlike.Imitates(text, "Moderne"));

    [Fact]
    public void A_long_text_is_no_name() => Assert.False(LookAlike.Imitates(new string('m', 100_000), "Moderne"));

    [Fact]
    public void Letters_that_can_be_mistaken_for_each_other_are_one()
    {
        Assert.True(LookAlike.Imitates("5erv1ce", "service"));
        Assert.True(LookAlike.Imitates("ServIce", "service"));
        Assert.True(LookAlike.Imitates("audit_logs", "audit.logs"));
    }
}
