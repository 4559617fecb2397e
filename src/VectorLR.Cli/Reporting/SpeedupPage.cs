using System.Globalization;
using System.Net;
using System.Text;
using VectorLR.Cli.Measuring;

namespace VectorLR.Cli.Reporting;

/// <summary>A self-contained HTML page, light or dark as the browser prefers, without network access or scripts.</summary>
internal static class SpeedupPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="result">The measurements.</param>
    /// <param name="sheet">The facts about the machine.</param>
    public static string Write(SpeedupResult result, IReadOnlyList<KeyValuePair<string, string>> sheet)
    {
        StringBuilder page = new();
        page.Append(
            $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>For-loop against vectorized: {Encode(result.Cpu)}</title>
            <style>
            {Style}
            </style>
            </head>
            <body>
            <main>
            <header>
            <p class="kicker">VectorLR speed-up report</p>
            <h1>{Encode(result.Cpu)}</h1>
            <p class="lead">The same operations as a plain loop and vectorized, on each instruction set of this CPU.</p>
            </header>

            """);
        Headlines(page, result);
        ThisMachine(page, result, sheet);
        Charts(page, result);
        Tables(page, result);
        page.Append(Reading);
        page.Append(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <footer>Measured on {DateTime.UtcNow:yyyy-MM-dd} by <code>vectorlr speedup --report FILE.html</code>, version {Version}.
            Run it on your machine and compare.</footer>
            </main>
            </body>
            </html>

            """));
        return page.ToString();
    }

    private static string Version => typeof(SpeedupPage).Assembly.GetName().Version?.ToString(3) ?? "";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Adds the best speed-up of each workload.</summary>
    private static void Headlines(StringBuilder page, SpeedupResult result)
    {
        page.Append("<section class=\"tiles\" aria-label=\"Best speed-ups\">\n");
        foreach (WorkResult work in result.Works)
        {
            SpeedupTable.Line best = work.Ways.MaxBy(way => way.SpeedUp);
            page.Append(CultureInfo.InvariantCulture, $"<div class=\"tile\"><strong>{best.Times}</strong><span>{Encode(work.Name)}</span>");
            page.Append(CultureInfo.InvariantCulture, $"<small>{Encode(work.Size)}, {Encode(best.How)}</small></div>\n");
        }

        page.Append("</section>\n");
    }

    private static void ThisMachine(StringBuilder page, SpeedupResult result, IReadOnlyList<KeyValuePair<string, string>> sheet)
    {
        page.Append("<section>\n<h2>This machine</h2>\n<dl>\n");
        foreach ((string name, string value) in sheet)
        {
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Encode(name)}</dt><dd>{Encode(value)}</dd>\n");
        }

        string memory = $"{SpeedupTable.Rate(result.BytesPerSecond)} on one thread";
        if (result.Cores > 1)
        {
            memory += string.Create(CultureInfo.InvariantCulture, $", {SpeedupTable.Rate(result.BytesPerSecondShared)} on {result.Cores}");
        }

        page.Append(CultureInfo.InvariantCulture, $"<dt>memory reads</dt><dd>{memory}</dd>\n</dl>\n</section>\n");
    }

    private static void Charts(StringBuilder page, SpeedupResult result)
    {
        page.Append("<section>\n<h2>Speed-up over the for-loop</h2>\n<div class=\"charts\">\n");
        foreach (WorkResult work in result.Works)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<figure><figcaption>{Encode(work.Name)} <small>{Encode(work.Size)}</small></figcaption>\n");
            SpeedupBars.Append(page, work);
            page.Append("</figure>\n");
        }

        page.Append("</div>\n</section>\n");
    }

    private static void Tables(StringBuilder page, SpeedupResult result)
    {
        page.Append(
            "<section>\n<h2>All figures</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"All figures\">\n"
            + "<table>\n<thead><tr>");
        foreach (string header in (string[])["how", "time", "speed-up", "spread", "GB/s", "of memory limit", "largest error"])
        {
            page.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{header}</th>");
        }

        page.Append("</tr></thead>\n");
        foreach (WorkResult work in result.Works)
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"7\">{Encode(work.Name)} <small>{Encode(work.Size)}</small></th></tr>\n");
            foreach (SpeedupTable.Line way in work.Ways)
            {
                page.Append(way.IsReference ? "<tr class=\"reference\">" : "<tr>");
                foreach (string text in way.Texts())
                {
                    page.Append(CultureInfo.InvariantCulture, $"<td>{Encode(text)}</td>");
                }

                page.Append("</tr>\n");
            }

            page.Append("</tbody>\n");
        }

        page.Append("</table>\n</div>\n</section>\n");
    }

    private const string Style =
        """
        :root { --ground: #ffffff; --panel: #f4f6f8; --ink: #16202a; --soft: #52606d; --line: #d5dce3; --bar: #0072b2; --base: #9aa5b1; }
        @media (prefers-color-scheme: dark) {
          :root { --ground: #11171d; --panel: #1b242d; --ink: #e8edf2; --soft: #a3b1bf; --line: #33414f; --bar: #56b4e9; --base: #6b7a89; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 48px; }
        h1 { margin: 0; font-size: clamp(1.5rem, 5vw, 2.25rem); line-height: 1.2; overflow-wrap: anywhere; }
        h2 { margin: 40px 0 12px; font-size: 1.25rem; }
        .kicker { margin: 0 0 4px; color: var(--soft); font-weight: 600; }
        .lead { margin: 8px 0 24px; color: var(--soft); }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }
        .tile { padding: 12px 14px; border-radius: 8px; background: var(--panel); }
        .tile strong { display: block; font-size: 1.75rem; line-height: 1.2; color: var(--bar); font-variant-numeric: tabular-nums; }
        .tile span, .tile small { display: block; }
        small { color: var(--soft); font-size: 0.8125rem; font-weight: 400; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr)); gap: 16px; }
        figure { margin: 0; padding: 14px 16px; border-radius: 8px; background: var(--panel); }
        figcaption { margin-bottom: 8px; font-weight: 600; }
        svg { display: block; width: 100%; height: auto; font-size: 13px; }
        svg text { fill: var(--ink); font-variant-numeric: tabular-nums; }
        svg rect { fill: var(--bar); }
        svg rect.base { fill: var(--base); }
        .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; white-space: nowrap; }
        th, td { padding: 5px 12px; text-align: right; }
        th:first-child, td:first-child { text-align: left; }
        th[scope=rowgroup] { padding-top: 12px; font-weight: 600; }
        @media (max-width: 480px) { table { font-size: 0.875rem; } th, td { padding: 4px 8px; } }
        thead th { color: var(--soft); font-weight: 600; }
        tbody { border-top: 1px solid var(--line); }
        tr.reference { color: var(--soft); }
        footer { margin-top: 40px; padding-top: 16px; border-top: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }
        code { font-size: 0.9em; }
        """;

    private const string Reading =
        """
        <section>
        <h2>How to read this</h2>
        <ul>
        <li><strong>for-loop</strong> is the textbook's loop in C#, compiled and optimised like any program. It is 1.0x.</li>
        <li><strong>neon, avx2, avx512</strong> are the same kernel on the CPU's instruction sets, narrowest first. All give the
        same bits. <strong>scalar</strong>, shown with --all, is the reference implementation. It runs on any CPU, and is slow because it
        must round as the others do.</li>
        <li><strong>Times and speed-ups</strong> are medians of nine rounds. Each round runs every implementation once, so a clock that
        changes affects all. The <strong>spread</strong> is half the distance between the quartiles of the speed-up.</li>
        <li><strong>Of memory limit</strong> is the rate at which the operation moves its bytes, divided by the rate at which as many
        threads can read memory, measured in the same run. Near 100 % the operation is limited by memory. Data that is read faster than
        that is in a cache.</li>
        <li><strong>Largest error</strong> is relative to the largest true value, computed in higher precision.</li>
        <li><strong>Comparing machines</strong>: compare the times of the same row. A speed-up also depends on the for-loop of its
        machine.</li>
        </ul>
        </section>

        """;
}
