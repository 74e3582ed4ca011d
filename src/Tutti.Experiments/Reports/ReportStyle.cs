namespace Tutti.Experiments.Reports;

/// <summary>The style sheet of report pages. It has no character that would have to be escaped.</summary>
internal static class ReportStyle
{
    internal const string Css = """
        :root { color-scheme: light dark; --page: #ffffff; --panel: #f4f6f8; --text: #1b2026; --quiet: #56606b; --rule: #d5dbe1; --accent: #0072b2;
          --s0: #0072b2; --s1: #d55e00; --s2: #007a5a; --s3: #b5508c; --s4: #a06c00; --s5: #4d4d4d; }
        @media screen and (prefers-color-scheme: dark) { :root { --page: #14181d; --panel: #1d232a; --text: #e6eaee; --quiet: #a2acb6; --rule: #39424c; --accent: #56b4e9;
          --s0: #56b4e9; --s1: #ff8f4a; --s2: #2cc79a; --s3: #eb9cca; --s4: #f0c24b; --s5: #c8c8c8; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 76rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .75rem; }
        h2 { font-size: 1.3rem; margin: 2.5rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
        p, li { max-width: 52rem; }
        .finding { font-size: 1.1rem; border-left: 4px solid var(--accent); padding: .1rem 0 .1rem 1rem; margin: 0 0 1.5rem; }
        pre { background: var(--panel); border: 1px solid var(--rule); border-radius: 6px; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 1rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 0 2.5rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 0 0 1rem; align-content: start; }
        dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(28rem, 100%), 1fr)); gap: 1.5rem; margin: 1rem 0; }
        figure { margin: 0; } figure.broad { grid-column: 1 / -1; overflow-x: auto; } figure.broad svg { min-width: 44rem; } figcaption { font-weight: 600; margin-bottom: .4rem; }
        svg { width: 100%; height: auto; display: block; }
        svg text { font: 12px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; fill: var(--quiet); }
        svg text.axis { fill: var(--text); }
        .grid { stroke: var(--rule); stroke-width: 1; } .base { stroke: var(--quiet); stroke-width: 1; }
        .line { fill: none; stroke-width: 2; } .band { stroke: none; opacity: .16; } .whisker { stroke: var(--text); stroke-width: 1.2; }
        .s0 { --own: var(--s0); } .s1 { --own: var(--s1); } .s2 { --own: var(--s2); } .s3 { --own: var(--s3); } .s4 { --own: var(--s4); } .s5 { --own: var(--s5); }
        .fine { stroke-width: 1.3; stroke-linejoin: round; }
        .line { stroke: var(--own); } .band, .bar, .mark { fill: var(--own); }
        .wide { overflow-x: auto; margin: 1rem 0 1.5rem; }
        table { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding-bottom: .4rem; }
        th { text-align: left; font-weight: 600; vertical-align: bottom; border-bottom: 2px solid var(--rule); }
        th, td { padding: .28rem 1.4rem .28rem 0; } td { border-bottom: 1px solid var(--rule); white-space: nowrap; vertical-align: top; }
        .number { text-align: right; } .range { color: var(--quiet); font-size: .82em; line-height: 1.2; }
        footer { margin-top: 3rem; color: var(--quiet); font-size: .9rem; }
        @media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } h2 { break-after: avoid; } figure, tr, dl { break-inside: avoid; }
          .wide { overflow: visible; } thead { display: table-header-group; } .charts { grid-template-columns: 1fr 1fr; } td { white-space: normal; } }
        """;
}
