/// <reference lib="dom" />
/** A page of hostile cells, opened with its content security policy removed: the first lock alone. */
import { assert, assertEquals } from "@std/assert";
import type { Cell } from "@lab/notebooks";
import { exportNotebook } from "@lab/reports";
import { browserTest } from "../browser.ts";
import { code, CONTEXT, notebook, prose, shown } from "./sample.ts";

/** What would say that it ran. */
const RUN = "globalThis.__ran = (globalThis.__ran ?? 0) + 1";

/** HTML that would run something, or load something. */
const RUNS = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}"><script>${RUN}</script><a xlink:href="javascript:${RUN}">a</a></svg>`,
  `<svg><animate onbegin="${RUN}" attributeName="x"></animate><foreignObject><img src=x onerror="${RUN}">` +
  `</foreignObject></svg>`,
  `<math><mtext><img src=x onerror="${RUN}"></mtext></math>`,
  `<details open ontoggle="${RUN}">a</details>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe><object data="javascript:${RUN}"></object>`,
  `<form action="javascript:${RUN}"><button>a</button></form><input autofocus onfocus="${RUN}">`,
  `<noscript><p title="</noscript><img src=x onerror='${RUN}'>"></noscript>`,
  `<link rel="stylesheet" href="https://example.org/a.css"><style>@import "https://example.org/a.css";</style>`,
  `<img src="https://example.org/a.png"><p style="background:url(https://example.org/a.png)">a</p>`,
  `<a class="trap" href="./javascript:${RUN}//.ipynb">a</a><a class="trap" href="java\tscript:${RUN}">b</a>`,
  `<a class="trap" href="JAVASCRIPT&colon;${RUN}">c</a><a class="trap" href="data:text/html,<script>1</script>">d</a>`,
];

/** HTML that would lie over the rest of the page. */
const COVERS = [
  `<div style="position:fixed;inset:0;z-index:9999;background:red">Sign in</div>`,
  `<div style="position:absolute;top:-2000px;height:4000px;width:100vw;background:red">a</div>`,
  `<div style="margin-top:-2000px;height:4000px;background:red">a</div>`,
  `<header class="top" style="height:900px">Sign in</header><a class="skip" style="width:900px">a</a>`,
  `<li class="card"><h2><a href="#a">a</a></h2></li><div class="contents">a</div>`,
  `<div style="margin-top:-900px"><span style="display:inline-block;height:2000px;width:900px;background:red">` +
  `a</span></div>`,
  `<p style="transform:scale(99);box-shadow:0 0 0 9999px red">a</p>`,
  `<svg style="position:fixed;inset:0" width="4000" height="30"><rect width="4000" height="4000" y="-2000"/></svg>`,
];

const hostile: Cell[] = [...RUNS, ...COVERS].flatMap((html) => [
  code("1", shown({ "text/html": html })),
  prose(`${html}\n\nAfter it.`),
  code("1", shown({ "text/markdown": html })),
]);

/** Where a paragraph is seen at its own middle, and what is seen there instead. */
function coveredParagraphs(): string[] {
  return [...document.querySelectorAll("p")].filter((p) => p.textContent === "Safe ground.")
    .flatMap((p) => {
      p.scrollIntoView({ block: "center", behavior: "instant" });
      const { left, top, height } = p.getBoundingClientRect();
      const seen = document.elementFromPoint(left + 5, top + height / 2);
      return seen !== null && p.contains(seen)
        ? []
        : [seen?.outerHTML.slice(0, 200) ?? `nothing at ${left}, ${top}`];
    });
}

browserTest(
  "a page of hostile cells runs nothing, loads nothing and covers nothing",
  async (open) => {
    const folder = await Deno.makeTempDir();
    try {
      const file = `${folder}/02-bptt.html`;
      const cells = hostile.flatMap((cell) => [prose("Safe ground."), cell]);
      const html = await exportNotebook(notebook(...cells, prose("Safe ground.")), CONTEXT);
      const policy = /<meta http-equiv="content-security-policy"[^>]*>/i;
      assert(policy.test(html));
      await Deno.writeTextFile(file, html.replace(policy, ""));
      const { page, requests } = await open(file);
      const schemes = await page.evaluate(() =>
        [...document.querySelectorAll<HTMLAnchorElement>("a[href]")].map(({ protocol }) => protocol)
      );
      assertEquals([...new Set(schemes)].sort(), ["file:", "https:"]);
      await page.waitForTimeout(300);
      assertEquals(await page.evaluate(() => (globalThis as { __ran?: number }).__ran), undefined);
      assertEquals(requests, [`file://${file}`]);
      assertEquals(await page.evaluate(coveredParagraphs), []);
      const bar = await page.evaluate(() => {
        const found = document.elementFromPoint(20, 20);
        return found?.closest("body > header.top") !== null;
      });
      assert(bar, "the bar at the top is covered");
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
);
