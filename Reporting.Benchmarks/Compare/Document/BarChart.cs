using System.Net;

namespace Reporting.Benchmarks.Compare.Document;

/// <summary>Draws horizontal bars as SVG, with colours that follow the reader's light or dark scheme.</summary>
internal static class BarChart
{
    private const int Width = 760;
    private const int LabelWidth = 300;
    private const int BarHeight = 22;
    private const int RowHeight = 34;
    private const int Top = 48;
    private const int RoomForNumber = 90;

    public static string Draw(string title, IReadOnlyList<(string Label, double Value, bool IsOurs)> bars)
    {
        double most = bars.Max(bar => bar.Value);
        int height = Top + (bars.Count * RowHeight) + 8;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $$"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{Width}} {{height}}" width="{{Width}}" height="{{height}}" role="img" aria-label="{{WebUtility.HtmlEncode(title)}}">
              <style>
                text { font: 14px system-ui, sans-serif; fill: #1f2328 }
                .title { font-size: 16px; font-weight: 600 }
                .back { fill: #ffffff }
                .ours { fill: #0969da }
                .other { fill: #8c959f }
                @media (prefers-color-scheme: dark) {
                  text { fill: #e6edf3 }
                  .back { fill: #0d1117 }
                  .ours { fill: #4493f8 }
                  .other { fill: #7d8590 }
                }
              </style>
              <rect class="back" width="{{Width}}" height="{{height}}"/>
              <text class="title" x="12" y="28">{{WebUtility.HtmlEncode(title)}}</text>

            """);
        for (int index = 0; index < bars.Count; index++)
        {
            (string label, double value, bool isOurs) = bars[index];
            int y = Top + (index * RowHeight);
            double length = Math.Max(1, value / most * (Width - LabelWidth - RoomForNumber));
            svg.Append(CultureInfo.InvariantCulture, $"""
                  <text x="{LabelWidth - 10}" y="{y + 16}" text-anchor="end">{WebUtility.HtmlEncode(label)}</text>
                  <rect class="{(isOurs ? "ours" : "other")}" x="{LabelWidth}" y="{y}" width="{length:0.#}" height="{BarHeight}" rx="2"/>
                  <text x="{LabelWidth + length + 8:0.#}" y="{y + 16}">{Section.Number(value)}</text>

                """);
        }

        return svg.Append("</svg>\n").ToString().ReplaceLineEndings("\n");
    }
}
