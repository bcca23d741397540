/** The report's looks: light and dark, narrow and wide, on screen and on paper. */
export const style = `
:root { color-scheme: light dark; --page: #f4f7f8; --card: #fff; --ink: #10242b; --soft: #51666e; --line: #d9e3e6; --sea: #0b7285; --deep: #083b4c; --good: #1a7f4b; --bad: #c0312b; --wait: #a15c00; --mute: #7b8d94; --log: #0d1b21; --logink: #dbe7ea; }
@media screen and (prefers-color-scheme: dark) { :root { --page: #0b1418; --card: #121f25; --ink: #e4eef1; --soft: #9db2ba; --line: #243840; --sea: #4cc3d9; --deep: #0d2f3b; --good: #4ecb8b; --bad: #ff7b72; --wait: #f0b14a; --mute: #7e949c; --log: #081014; --logink: #cfdde1; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
main, footer { max-width: 1080px; margin: 0 auto; padding: 0 20px; }
footer { padding: 32px 20px 48px; color: var(--soft); font-size: 14px; }
a { color: var(--sea); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--sea); outline-offset: 2px; border-radius: 6px; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 12px; top: 12px; background: var(--card); padding: 8px 12px; z-index: 2; }
.head { margin: 0 -20px 8px; padding: 40px 28px 28px; background: var(--deep); color: #eaf6f8; border-radius: 0 0 18px 18px; }
.head h1 { margin: 10px 0 4px; font-size: clamp(28px, 5vw, 42px); line-height: 1.15; letter-spacing: -0.02em; overflow-wrap: anywhere; }
.verdict { margin: 0; }
.story { margin: 0 0 20px; font-size: clamp(17px, 2.4vw, 21px); color: #b9dce4; }
.why { margin: 0 0 20px; padding: 12px 16px 12px 32px; background: rgb(255 255 255 / 0.08); border-radius: 10px; overflow-wrap: anywhere; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px 24px; margin: 0; }
.facts dt { font-size: 12px; text-transform: uppercase; letter-spacing: 0.07em; color: #8fc0cb; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
section { margin: 36px 0; }
h2 { margin: 0 0 14px; font-size: 21px; letter-spacing: -0.01em; }
h3 { margin: 0 0 8px; font-size: 17px; overflow-wrap: anywhere; }
h4 { margin: 16px 0 6px; font-size: 13px; text-transform: uppercase; letter-spacing: 0.06em; color: var(--soft); }
.badge { display: inline-block; padding: 2px 10px; border-radius: 99px; font-size: 13px; font-weight: 650; white-space: nowrap; background: var(--mute); color: #fff; vertical-align: 2px; }
.badge.is-success, .badge.is-live, .badge.is-approved, .badge.is-real { background: #1a7f4b; }
.badge.is-failure, .badge.is-failed, .badge.is-rejected { background: #b3261e; }
.badge.is-waiting, .badge.is-rolled-back, .badge.is-rollback-failed { background: #8f5100; }
.badge.is-stand-in { background: #0b6375; }
.chip { display: inline-block; padding: 1px 9px; border: 1px solid var(--line); border-radius: 99px; font-size: 13px; font-weight: 500; color: var(--soft); }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 14px; }
svg { display: block; max-width: none; }
svg text { fill: var(--ink); font: 500 13.5px system-ui, "Segoe UI", Roboto, sans-serif; }
svg .small { fill: var(--soft); font-size: 12px; font-weight: 400; }
.fitted { overflow: hidden; white-space: nowrap; text-overflow: ellipsis; color: var(--ink); font: 500 13.5px/20px system-ui, "Segoe UI", Roboto, sans-serif; }
.fitted.is-small { color: var(--soft); font-size: 12px; font-weight: 400; }
svg a { text-decoration: none; }
.edge { fill: none; stroke: var(--mute); stroke-width: 1.5; opacity: 0.55; }
.node rect { fill: var(--page); stroke: var(--line); }
.node .mark { stroke: none; fill: var(--mute); }
.node.is-success .mark { fill: var(--good); }
.node.is-failure .mark { fill: var(--bad); }
.node.is-waiting .mark, .node.is-running .mark { fill: var(--wait); }
.node.is-skipped .fitted { color: var(--mute); }
svg a:focus-visible rect:first-child, svg a:hover .node > rect:first-child { stroke: var(--sea); stroke-width: 2; }
.tick { stroke: var(--line); }
.span { fill: var(--line); }
.piece { fill: var(--sea); stroke: var(--card); stroke-width: 0.5; }
.piece.is-failure { fill: var(--bad); }
.piece.is-cancelled, .piece.is-running { fill: var(--wait); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 16px 18px; margin-bottom: 12px; overflow-wrap: anywhere; }
article .wide { padding: 0; border: 0; }
article p { margin: 6px 0; }
table { border-collapse: collapse; width: 100%; font-size: 15px; }
th { text-align: left; font-size: 12px; text-transform: uppercase; letter-spacing: 0.06em; color: var(--soft); font-weight: 600; }
th, td { padding: 7px 10px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 13px; }
summary { cursor: pointer; }
.job { background: var(--card); border: 1px solid var(--line); border-radius: 14px; margin-bottom: 8px; scroll-margin-top: 12px; }
.job:target { border-color: var(--sea); }
.job > summary, .step > summary, .step.plain { display: flex; align-items: center; gap: 10px; padding: 11px 16px; list-style: none; }
summary::-webkit-details-marker { display: none; }
.job > summary .title { font-weight: 620; }
.job > .inside { padding: 0 16px 14px; }
.title { overflow-wrap: anywhere; min-width: 0; }
.state { margin-left: auto; color: var(--soft); font-size: 14px; white-space: nowrap; }
.time { min-width: 62px; text-align: right; color: var(--soft); font-size: 14px; font-variant-numeric: tabular-nums; white-space: nowrap; }
span.mark { flex: none; width: 11px; height: 11px; border-radius: 50%; background: var(--mute); }
span.mark.is-success { background: var(--good); }
span.mark.is-failure { background: var(--bad); border-radius: 2px; }
span.mark.is-waiting, span.mark.is-running, span.mark.is-cancelled { background: var(--wait); border-radius: 2px 8px 2px 8px; }
span.mark.is-skipped { background: none; border: 2px solid var(--mute); }
.step { border-top: 1px solid var(--line); }
.step > summary, .step.plain { padding: 8px 0; font-size: 15px; }
.nested { margin-left: 22px; }
.step > .inside { padding: 0 0 12px 21px; }
.uses, .instead, .reason { margin: 2px 0 8px; color: var(--soft); font-size: 14px; overflow-wrap: anywhere; }
.command { margin: 0 0 8px; padding: 10px 12px; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--page); }
.log { margin: 8px 0; padding: 12px; max-height: 460px; overflow: auto; border-radius: 10px; background: var(--log); color: var(--logink); line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.line.is-group { font-weight: 700; }
.line.is-debug { opacity: 0.65; }
.line.is-problem { color: #ff9b93; }
.gap, .gap a { color: #8fd3e0; }
.note { margin: 6px 0; padding: 8px 12px; border-left: 4px solid var(--sea); background: var(--page); border-radius: 0 8px 8px 0; font-size: 14px; white-space: pre-wrap; overflow-wrap: anywhere; }
.note.is-error { border-color: var(--bad); }
.note.is-warning { border-color: var(--wait); }
.place { color: var(--soft); }
.summary { margin: 8px 0; padding: 4px 16px; border: 1px solid var(--line); border-radius: 10px; overflow-x: auto; }
.md > :first-child { margin-top: 8px; }
.md h1, .md h2, .md h3, .md h4 { margin: 14px 0 8px; font-size: 17px; text-transform: none; letter-spacing: 0; color: inherit; }
.md p, .md ul, .md ol { margin: 8px 0; }
.md pre { padding: 10px 12px; overflow-x: auto; border-radius: 8px; background: var(--page); }
.md table { margin: 8px 0; font-size: 14px; }
.md .right { text-align: right; }
.md .center { text-align: center; }
.md code { overflow-wrap: anywhere; }
.values { margin: 0; font-size: 14px; }
.values div { display: grid; grid-template-columns: minmax(90px, 190px) 1fr; gap: 12px; padding: 4px 0; border-top: 1px solid var(--line); }
.values dt { color: var(--soft); overflow-wrap: anywhere; }
.values dd { margin: 0; font-family: ui-monospace, SFMono-Regular, Menlo, monospace; font-size: 13px; overflow-wrap: anywhere; max-height: 200px; overflow-y: auto; }
@media (max-width: 620px) { main, footer { padding-left: 14px; padding-right: 14px; } .head { margin: 0 -14px 8px; padding: 28px 18px 22px; } .job > summary { flex-wrap: wrap; padding: 11px 12px; } .job > .inside { padding: 0 12px 12px; } .step > .inside { padding-left: 0; } .nested { margin-left: 12px; } .values div { grid-template-columns: 1fr; gap: 0; } .facts { grid-template-columns: 1fr 1fr; } }
@media print { :root { color-scheme: light; --page: #fff; --card: #fff; --ink: #000; --soft: #333; --line: #bbb; --log: #fff; --logink: #000; } body { font-size: 11pt; } .skip, footer { display: none; } .head { background: none; color: #000; padding: 0 0 12px; margin: 0; border-radius: 0; } .story, .facts dt { color: #333; } .badge { border: 1px solid #000; background: none !important; color: #000; } .log { max-height: none; border: 1px solid #bbb; } .job, article { break-inside: avoid-page; } ::details-content { content-visibility: visible; block-size: auto; } .wide { overflow: visible; } svg { width: 100%; height: auto; } }
`;
