import { createHmac } from "node:crypto";
import { Buffer } from "node:buffer";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "../property.ts";
import { MessageCodec } from "../../lib/jupyter/wire/messages.ts";
import { decodeMessages, encodeMessage, ZmtpSocket } from "../../lib/jupyter/wire/zmtp.ts";

const utf8 = new TextEncoder();
const text = new TextDecoder();

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) {
    await Promise.resolve();
    yield bytes.subarray(i, i + size);
  }
}

async function decodeAll(bytes: Uint8Array, size = bytes.length): Promise<Uint8Array[][]> {
  return await Array.fromAsync(decodeMessages(pieces(bytes, Math.max(1, size))));
}

Deno.test("encodeMessage() writes the frames that ZMTP 3.0 defines", () => {
  assertEquals([...encodeMessage([utf8.encode("ab"), new Uint8Array(0)])], [1, 2, 97, 98, 0, 0]);
});

Deno.test("encodeMessage() writes eight bytes of length from 256 bytes on", () => {
  assertEquals([...encodeMessage([new Uint8Array(255)]).subarray(0, 2)], [0, 255]);
  assertEquals([...encodeMessage([new Uint8Array(256)]).subarray(0, 9)], [
    2,
    0,
    0,
    0,
    0,
    0,
    0,
    1,
    0,
  ]);
  const long = encodeMessage([new Uint8Array(70_001), new Uint8Array(1)]);
  assertEquals([...long.subarray(0, 9)], [3, 0, 0, 0, 0, 0, 1, 17, 113]);
});

Deno.test("decodeMessages() gives back every message, however the network cuts it", async () => {
  const frames = fc.array(fc.uint8Array({ maxLength: 600 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(frames, { maxLength: 4 }),
      fc.integer({ min: 1, max: 700 }),
      async (messages, size) => {
        const decoded = await decodeAll(Buffer.concat(messages.map(encodeMessage)), size);
        assertEquals(
          decoded.map((m) => m.map((f) => [...f])),
          messages.map((m) => m.map((f) => [...f])),
        );
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("decodeMessages() passes over commands", async () => {
  const command = Uint8Array.of(4, 3, 1, 2, 3);
  const message = encodeMessage([utf8.encode("x")]);
  assertEquals((await decodeAll(Buffer.concat([command, message, command]))).length, 1);
});

Deno.test("decodeMessages() refuses what is not frames, and a stream that ends inside one", async () => {
  await assertRejects(() => decodeAll(Uint8Array.of(0xff, 1, 0)), Deno.errors.InvalidData);
  const absurd = Uint8Array.of(2, 255, 0, 0, 0, 0, 0, 0, 0);
  await assertRejects(() => decodeAll(absurd), Deno.errors.InvalidData);
  const cut = encodeMessage([new Uint8Array(300)]).subarray(0, 200);
  await assertRejects(() => decodeAll(cut), Deno.errors.UnexpectedEof);
});

Deno.test("ZmtpSocket shakes hands, subscribes, and keeps messages whole and in order", async () => {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const dialing = ZmtpSocket.connect(listener.addr.port, "SUB");
  const peer = await listener.accept();
  // A peer that speaks version 3.0 with the NULL mechanism.
  const greeting = new Uint8Array(64);
  greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, 78, 85, 76, 76]);
  const ready = utf8.encode("\x05READY\x0bSocket-Type\0\0\0\x03PUB");
  await peer.write(Buffer.concat([greeting, Uint8Array.of(4, ready.length), ready]));
  const socket = await dialing;

  const big = new Uint8Array(5_000_000).fill(7);
  const sends = [[big, utf8.encode("one")], [utf8.encode("two")]].map((m) => socket.send(m));
  const received: Uint8Array[] = [];
  const expected = 64 + 27 + 3 + (9 + big.length) + (2 + 3) + (2 + 3);
  let length = 0;
  for await (const chunk of peer.readable) {
    received.push(chunk);
    if ((length += chunk.length) >= expected) break;
  }
  await Promise.all(sends);
  const bytes = Buffer.concat(received);
  assertEquals(text.decode(bytes.subarray(12, 16)), "NULL");
  assertEquals(
    text.decode(bytes.subarray(64, 91)),
    "\x04\x19\x05READY\x0bSocket-Type\0\0\0\x03SUB",
  );
  const [subscription, first, second] = await decodeAll(bytes.subarray(91), 65_536);
  assertEquals(subscription.map((frame) => [...frame]), [[1]]);
  assertEquals([first[0].length, text.decode(first[1])], [big.length, "one"]);
  assertEquals(text.decode(second[0]), "two");
  socket.close();
  listener.close();
});

Deno.test("MessageCodec.encode() signs the four parts with HMAC-SHA256", () => {
  const { id, frames } = new MessageCodec("secret").encode("execute_request", { code: "1" });
  assertEquals(text.decode(frames[0]), "<IDS|MSG>");
  const hmac = createHmac("sha256", "secret");
  for (const part of frames.slice(2)) hmac.update(part);
  assertEquals(text.decode(frames[1]), hmac.digest("hex"));
  const header = JSON.parse(text.decode(frames[2]));
  assertEquals([header.msg_id, header.msg_type], [id, "execute_request"]);
  assertEquals(JSON.parse(text.decode(frames[5])), { code: "1" });
});

Deno.test("MessageCodec.decode() reads what the same key signed, behind any identities", () => {
  const codec = new MessageCodec("secret");
  const { frames } = codec.encode("status", { execution_state: "idle" });
  const message = codec.decode([utf8.encode("identity"), ...frames]);
  assertEquals(message.type, "status");
  assertEquals(message.content, { execution_state: "idle" });
});

Deno.test("MessageCodec.decode() refuses a forged, changed or cut message", () => {
  const codec = new MessageCodec("secret");
  const { frames } = new MessageCodec("guess").encode("status", {});
  assertThrows(() => codec.decode(frames), Deno.errors.InvalidData, "signature");
  const own = codec.encode("status", {}).frames;
  assert(codec.decode(own).type === "status");
  const changed = own.with(5, utf8.encode('{"a":1}'));
  assertThrows(() => codec.decode(changed), Deno.errors.InvalidData, "signature");
  assertThrows(() => codec.decode(own.slice(0, 4)), Deno.errors.InvalidData);
  assertThrows(() => codec.decode([utf8.encode("x")]), Deno.errors.InvalidData);
});
