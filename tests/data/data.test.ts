import { fileURLToPath } from "node:url";
import {
  COURSE_FILES,
  fetchCourseFiles,
  findCourseFile,
  loadBundledText,
  loadTrainingText,
  readTextFile,
  sha256,
  writeFileAtomically,
} from "@lab/data";
import { loadSnapshot } from "@lab/snapshots";
import { TextDecodingError } from "@lab/text";
import { assert, assertEquals, assertRejects } from "@std/assert";

const CHECKSUM = "c9c85e226fe21070acab18c0653b21894a5aad304053e462227ef0d4e56ccfba";

async function inTemporaryFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const names = async (folder: string): Promise<string[]> =>
  (await Array.fromAsync(Deno.readDir(folder))).map((entry) => entry.name).sort();

/** A real server on this machine, closed afterwards. */
async function withServer(
  answer: (request: Request) => Response | Promise<Response>,
  run: (address: string) => Promise<void>,
): Promise<void> {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, answer);
  try {
    await run(`http://127.0.0.1:${server.addr.port}/`);
  } finally {
    await server.shutdown();
  }
}

Deno.test("loadBundledText() reads the play whose checksum data/README.md gives", async () => {
  const { text, url } = await loadBundledText();
  assertEquals(text.length, 275_331);
  assertEquals(await sha256(await Deno.readFile(url)), CHECKSUM);
  const readme = await Deno.readTextFile(new URL("../../data/README.md", import.meta.url));
  assert(readme.includes(CHECKSUM), "data/README.md gives the play's SHA-256");
  for (const file of COURSE_FILES) assert(readme.includes(file.sha256), file.name);
});

Deno.test("writeFileAtomically() leaves the old file and nothing else when it fails", async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFileAtomically(`${folder}/a.txt`, "old");
    await Deno.mkdir(`${folder}/taken`);
    await Deno.writeTextFile(`${folder}/taken/inside`, "");
    await assertRejects(() => writeFileAtomically(`${folder}/taken`, "new"));
    await writeFileAtomically(`${folder}/a.txt`, "new");
    assertEquals(await Deno.readTextFile(`${folder}/a.txt`), "new");
    assertEquals(await names(folder), ["a.txt", "taken"]);
  });
});

Deno.test("fetchCourseFiles() keeps nothing of a wrong file, and says what was expected", async () => {
  await inTemporaryFolder(async (folder) => {
    const wrong = new Uint8Array(COURSE_FILES[0].bytes);
    await withServer(() => new Response(wrong), async (address) => {
      const to = new URL(`file://${folder}/downloads/`);
      const error = await assertRejects(
        () => fetchCourseFiles({ to, addresses: [address] }),
        Error,
        `its SHA-256 must be ${COURSE_FILES[0].sha256}`,
      );
      assertEquals(error.message.split("\n").length, 1);
    });
    assertEquals(await names(folder), []);
  });
});

Deno.test("fetchCourseFiles() keeps nothing when the connection is cut or the server refuses", async () => {
  await inTemporaryFolder(async (folder) => {
    const to = new URL(`file://${folder}/downloads/`);
    const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
    const cutting = (async (): Promise<void> => {
      using connection = await listener.accept();
      await connection.read(new Uint8Array(4096));
      const head = `HTTP/1.1 200 OK\r\ncontent-length: ${COURSE_FILES[0].bytes}\r\n\r\nhalf a`;
      await connection.write(new TextEncoder().encode(head));
    })();
    await assertRejects(
      () => fetchCourseFiles({ to, addresses: [`http://127.0.0.1:${listener.addr.port}/`] }),
      Error,
      "Cannot get shakespeare_train.txt",
    );
    await cutting;
    listener.close();
    await withServer(() => new Response("no", { status: 404 }), async (address) => {
      await assertRejects(() => fetchCourseFiles({ to, addresses: [address] }), Error, "404");
    });
    await assertRejects(
      () => fetchCourseFiles({ to, addresses: ["http://127.0.0.1:9/"] }),
      Error,
      "--from FOLDER",
    );
    assertEquals(await names(folder), []);
  });
});

Deno.test("fetchCourseFiles() refuses a file that is announced or found larger than it is", async () => {
  await inTemporaryFolder(async (folder) => {
    const big = new Uint8Array(COURSE_FILES[0].bytes + 1);
    const to = new URL(`file://${folder}/downloads/`);
    await withServer(() => new Response(big), async (address) => {
      await assertRejects(
        () => fetchCourseFiles({ to, addresses: [address] }),
        Error,
        "268330 bytes",
      );
    });
    const endless = (): ReadableStream =>
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(100_000)) });
    await withServer(() => new Response(endless()), async (address) => {
      await assertRejects(
        () => fetchCourseFiles({ to, addresses: [address] }),
        Error,
        "it must have 268330 bytes: the server sends more",
      );
    });
    await Deno.writeFile(`${folder}/shakespeare_train.txt`, big);
    await assertRejects(() => fetchCourseFiles({ to, from: folder }), Error, "268330 bytes");
  });
});

Deno.test("fetchCourseFiles() copies the course's files from a folder and leaves right ones alone", async () => {
  const given = await findCourseFile("char-rnn-snapshot.npz");
  if (given === undefined) {
    return console.log("skipped: the course's files are not here; set CHAR_RNN_DATA");
  }
  await inTemporaryFolder(async (folder) => {
    const from = fileURLToPath(new URL(".", given));
    const to = new URL(`file://${folder}/downloads/`);
    const lines: string[] = [];
    await fetchCourseFiles({ to, from, onLine: (line) => lines.push(line) });
    await fetchCourseFiles({ to, from, onLine: (line) => lines.push(line) });
    assertEquals(lines.length, 6);
    assert(lines.slice(3).every((line) => line.endsWith("already here")), lines.join());
    assertEquals(await names(`${folder}/downloads`), COURSE_FILES.map((file) => file.name).sort());
  });
});

Deno.test("loadTrainingText() uses the folder of CHAR_RNN_DATA, and rejects one that is not there", async () => {
  await inTemporaryFolder(async (folder) => {
    // Signs that mean something in an address mean nothing in a folder's name.
    const named = `${folder}/50% #1? é`;
    await Deno.mkdir(named);
    await Deno.writeTextFile(`${named}/shakespeare_train.txt`, "To be, or not");
    const { text, origin, title } = await loadTrainingText(named);
    assertEquals([text, origin], ["To be, or not", "own"]);
    assertEquals(title, "shakespeare_train.txt, which is not the course's file");
  });
  await assertRejects(
    () => loadTrainingText("/no such folder"),
    Error,
    "Cannot use CHAR_RNN_DATA as it must name a folder: current value is /no such folder",
  );
});

Deno.test("readGivenFile() ends at a device that does not end, and says so", async () => {
  if (Deno.build.os === "windows") return console.log("skipped: Windows has no /dev/zero");
  await assertRejects(
    () => readTextFile("/dev/zero"),
    Error,
    "Cannot read the text '/dev/zero': it has more than 1 GiB, the most that is read",
  );
  await assertRejects(() => loadSnapshot("/dev/zero"), Error, "it has more than 1 GiB");
});

Deno.test("readTextFile() tells what is wrong with a file in one line, and which encoding is likely", async () => {
  await inTemporaryFolder(async (folder) => {
    const path = `${folder}/a.txt`;
    const write = (...bytes: number[]): Promise<void> =>
      Deno.writeFile(path, Uint8Array.from(bytes));
    await assertRejects(() => readTextFile(path), Error, `'${path}': there is no such file`);
    await assertRejects(() => readTextFile(folder), Error, `'${folder}': it is a folder`);
    for (const empty of [[], [0xef, 0xbb, 0xbf], [0xff, 0xfe]]) {
      await write(...empty);
      await assertRejects(
        () => readTextFile(path),
        Error,
        `Cannot use the text '${path}' as it is e`,
      );
    }
    await write(0x61, 0xe9, 0x0d);
    const { message, cause } = await assertRejects(() => readTextFile(path), Error);
    assert(cause instanceof TextDecodingError && cause.likely === "windows-1252");
    assertEquals(message, `Cannot read the text '${path}' as ${cause.message}`);
    assertEquals(await readTextFile(path, { encoding: "latin1" }), "aé\r");
    assertEquals(await readTextFile(path, { encoding: "latin1", lineEnds: "lf" }), "aé\n");
    await assertRejects(
      () => readTextFile(path, { encoding: "none" }),
      RangeError,
      "must be one that TextDecoder knows, such as utf-8, utf-16le, windows-1252",
    );
  });
});
