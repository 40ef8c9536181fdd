using System.Text.RegularExpressions;
using Reporting.Storage.Paging;

namespace Reporting.Tests.Storage.Paging;

/// <summary>A text in the place of a time is taken for one only when it is written like one.</summary>
public sealed partial class TimeShapeTests
{
    private const string Time = "2026-01-28T08:46:57.019Z";

    [Fact]
    public void One_byte_that_is_different_is_seen_wherever_it_stands()
    {
        byte[] text = Encoding.ASCII.GetBytes(Time);
        for (int at = 0; at < text.Length; at++)
        {
            for (int value = 0; value <= byte.MaxValue; value++)
            {
                byte[] changed = [.. text];
                changed[at] = (byte)value;
                Assert.Equal(Shape().IsMatch(Encoding.Latin1.GetString(changed)), TimeShape.Fits(changed));
            }
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-01-28T08:46:57Z")]
    [InlineData("2026-01-28T08:46:57.0120000Z")]
    [InlineData("\U000103FF\U0010FFFF€@odata.type[Z")]
    [InlineData("=cmd|' /C calc'!A0,\"a\"\nZ")]
    public void Other_texts_are_none(string text) => Assert.False(TimeShape.Fits(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z\z", RegexOptions.None, 1000)]
    private static partial Regex Shape();
}
