/** Long texts: networks that met the zero state once are read from where their training ended; memory. */
import { loadBundledText } from "@lab/data";
import { chooseEngine } from "@lab/engines";
import { Random } from "@lab/numerics";
import { encode, evaluate } from "@lab/sampling";
import { loadSnapshot } from "@lab/snapshots";
import { assert, assertEquals } from "@std/assert";
import { rnn, rnnCommand, withFolder } from "./support.ts";

/** The play four times, its speeches in another order each time: longer than 10,000 iterations read. */
async function longText(): Promise<string> {
  const { text } = await loadBundledText();
  const random = new Random(3);
  const speeches = text.split("\n\n");
  return [1, 2, 3, 4].flatMap(() =>
    random.choose(speeches.length, speeches.length).map((at) => speeches[at])
  ).join("\n\n");
}

Deno.test("rnn evaluate, sample and hold-out scores agree with the training loss for 20 seeds", async () => {
  const text = await longText();
  assert(text.length > 1_000_000);
  const engine = chooseEngine("fast");
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/long.txt`, text);
    const rows: number[][] = [];
    for (let seed = 1; seed <= 20; seed++) {
      const out = `${folder}/${seed}.npz`;
      const train = ["--text", `${folder}/long.txt`, "--iterations", "10000", "--seed", `${seed}`];
      const trained = await rnn("train", ...train, "--hold-out", "0.02", "--out", out, "--json");
      const { heldOutNatsPerChar, smoothedLossNats } = JSON.parse(
        trained.out.trim().split("\n").at(-1)!,
      );
      const scored = await rnn(
        "evaluate",
        "--snapshot",
        out,
        "--text",
        `${folder}/long.txt`,
        "--json",
      );
      const { parameters, vocabulary, h: reached } = await loadSnapshot(out);
      // What it expects after the prefix that `rnn sample` reads, beside what the text goes on with.
      const h = encode(parameters, vocabulary.encode("KING"), { h: reached, engine });
      const passage = vocabulary.encode(text.slice(500_000, 502_000));
      const afterPrefix = evaluate(parameters, passage, { h, engine }).natsPerChar;
      const zero = evaluate(parameters, passage, {
        h: encode(parameters, vocabulary.encode("KING"), { engine }),
        engine,
      }).natsPerChar;
      const loss = smoothedLossNats / 25;
      rows.push([loss, heldOutNatsPerChar, JSON.parse(scored.out).natsPerChar, afterPrefix, zero]);
      console.log(rows.at(-1)!.map((nats) => nats.toFixed(2)).join("  "));
    }
    const off = rows.filter(([loss, ...scores]) =>
      scores.slice(0, 3).some((nats) => Math.abs(nats - loss) > 0.4)
    );
    assertEquals(off, []);
  });
});

/** The most memory that a command ever had, as Linux counts it, in bytes. */
async function peakOf(...args: string[]): Promise<number> {
  const child = rnnCommand(...args).spawn();
  const output = child.output();
  let peak = 0;
  const watch = setInterval(() => {
    try {
      const status = Deno.readTextFileSync(`/proc/${child.pid}/status`);
      peak = Math.max(peak, 1024 * Number(status.match(/VmHWM:\s*(\d+)/)?.[1] ?? 0));
    } catch {
      // It has ended.
    }
  }, 50);
  const { code, stderr } = await output;
  clearInterval(watch);
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return peak;
}

Deno.test({
  name: "rnn reads a text of 220 MB within 8 times its size of memory",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withFolder(async (folder) => {
      const [text, out] = [`${folder}/long.txt`, `${folder}/long.npz`];
      // One character beyond Latin-1 is enough for a string of two bytes a character.
      const play = (await loadBundledText()).text.replaceAll("'", "’").replaceAll("\n", "\r\n");
      const bytes = new TextEncoder().encode(play);
      const times = Math.ceil(220e6 / bytes.length);
      const file = await Deno.open(text, { write: true, create: true });
      for (let i = 0; i < times; i++) await file.write(bytes);
      file.close();
      const train = ["train", "--text", text, "--hidden", "8", "--iterations", "50", "--out", out];
      for (
        const args of [
          train,
          [...train, "--line-ends", "lf"],
          [...train, "--line-ends", "lf", "--resume", out, "--iterations", "60"],
          ["evaluate", "--snapshot", out, "--text", text],
          ["sample", "--snapshot", out, "--after", text, "--length", "10"],
        ]
      ) {
        const peak = await peakOf(...args) / (times * bytes.length);
        console.log(`${args[0]}: ${peak.toFixed(1)} times the text`);
        assert(peak > 1 && peak < 8, `${args.join(" ")}: ${peak.toFixed(1)} times the text`);
      }
    }),
});
