/** Files that are often met in place of a snapshot: what each is, and the way out. */
import { SnapshotFormatError } from "./errors.ts";

const TORCH = "PyTorch's own archive; in PyTorch, write its state_dict with " +
  "safetensors.torch.save_file";

const KERAS_WAY_OUT = "in Keras, write numpy.savez('model.npz', *model.get_weights())";

/** How such files begin, one character a byte. */
const BEGINNINGS: readonly [string | RegExp, string][] = [
  ["\x1f\x8b", "compressed with gzip; unpack it first"],
  [/^(Rar!|7z\xbc\xaf)/, "an archive of another kind; unpack it first"],
  [/^version https:\/\/git-lfs/, "a pointer of Git LFS; fetch the file itself"],
  [/^\s*<(!doctype|html)/i, "an HTML page, perhaps an error page of a download"],
  ["\x89HDF", `HDF5; ${KERAS_WAY_OUT}`],
  ["\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19", TORCH],
  [/^PK[^]{28}[^/]+\/(data\.pkl|\.format_version|version|byteorder)/, TORCH],
  [
    /^(\xef\xbb\xbf)?\s*[[{]\s*["[\]{}\d-]/,
    "JSON; in Python, write numpy.savez('model.npz', **{k: numpy.array(v) for k, v in it.items()})",
  ],
];

function refuse(kind: string): never {
  throw new SnapshotFormatError(
    "snapshot",
    `it must be .npz, .npy, a pickle or .safetensors: it is ${kind}`,
    0,
  );
}

/** How a pickle of a dict or list begins, or how every whole one ends. */
function isLikePickle(bytes: Uint8Array, beginning: string): boolean {
  return /^(\x80|\([dlt]|[}\])])/.test(beginning) || bytes.at(-1) === 0x2e;
}

/**
 * Throws for a file that is known to be something else.
 * @param bytes the file, which is neither .npy nor .safetensors
 * @throws {SnapshotFormatError} with what it is, and the way out
 */
export function refuseForeign(bytes: Uint8Array): void {
  if (bytes.length === 0) {
    throw new SnapshotFormatError("snapshot", "it must not be empty: it is", 0);
  }
  const beginning = String.fromCharCode(...bytes.subarray(0, 200));
  const kind = BEGINNINGS.find(([start]) =>
    typeof start === "string" ? beginning.startsWith(start) : start.test(beginning)
  )?.[1];
  if (kind !== undefined) refuse(kind);
  if (!beginning.startsWith("PK") && !isLikePickle(bytes, beginning)) refuse("like none of them");
}

/**
 * Throws for a zip archive without arrays.
 * @param names of its entries
 * @throws {SnapshotFormatError} with what it is, and the way out
 */
export function refuseArchive(names: readonly string[]): never {
  const isKeras = names.some((name) => name.endsWith(".weights.h5"));
  refuse(isKeras ? `Keras's own archive; ${KERAS_WAY_OUT}` : "a zip archive without .npy files");
}
