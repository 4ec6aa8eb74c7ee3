/** Servers that send without an end, or never: commands that read from an address give up, and say why. */
import { assertEquals, assertMatch } from "@std/assert";
import { rnn } from "../support.ts";

Deno.test("rnn inspect of an address ends at 1 GiB, and after a minute", async () => {
  const endless = (): ReadableStream<Uint8Array> =>
    new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1 << 20)) });
  const silent = Promise.withResolvers<Response>();
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    ({ url }) => url.endsWith("/endless.npz") ? new Response(endless()) : silent.promise,
  );
  const address = `http://127.0.0.1:${server.addr.port}`;
  for (
    const [name, said] of [
      ["endless.npz", /it sends more than 1 GiB, the most that is read\n$/],
      ["silent.npz", /it takes more than 60 s\n$/],
    ] as const
  ) {
    const { code, out, error } = await rnn("inspect", `${address}/${name}`);
    assertEquals([code, out], [1, ""]);
    assertMatch(error, said);
  }
  silent.resolve(new Response());
  await server.shutdown();
});
