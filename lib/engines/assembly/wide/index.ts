// Training on many streams of text at once, in float32: what the host calls. See ../../wide/trainer.ts.
import { backward } from "./backward";
import { carryStates, forward } from "./forward";
import * as at from "./memory";
import { output } from "./output";
import { prepare } from "./prepare";
import { meet } from "./threads";
import { adam, addGradients } from "./update";

export {
  b,
  blockBytes,
  c,
  firstStream,
  hs,
  initialize,
  losses,
  O,
  partBytes,
  settings,
  SETTINGS_BYTES,
  stateBytes,
  tokens,
  W,
  X,
} from "./memory";

/** The loss of a window, in nats per character. */
function meanLoss(): f64 {
  let nats: f64 = 0;
  for (let part = 0; part < at.parts; part++) {
    nats += load<f64>(at.partLoss + <usize> part * at.partBytes);
  }
  return nats / <f64> (at.T * at.B);
}

/**
 * A thread's share of the windows of a call: of window n its loss goes to `losses`.
 * @param count how many windows
 * @param thread which thread this is, of `threads`
 * @param gradientsOnly leaves weights and states as they are
 * @returns false when another thread has failed
 */
export function train(count: i32, thread: i32, threads: i32, gradientsOnly: bool): bool {
  const from = at.parts * thread / threads;
  const to = at.parts * (thread + 1) / threads;
  for (let n = 0; n < count; n++) {
    const inputs = at.tokens + (<usize> (n * at.T * at.B) << 2);
    const settings = at.settings + <usize> n * at.SETTINGS_BYTES;
    prepare(thread, threads);
    if (!meet(threads)) return false;
    forward(inputs, settings, from, to);
    for (let part = from; part < to; part++) output(inputs + (<usize> at.B << 2), part);
    backward(inputs, from, to);
    if (!meet(threads)) return false;
    addGradients(thread, threads);
    if (thread === 0) store<f64>(at.losses + (<usize> n << 3), meanLoss());
    if (!meet(threads)) return false;
    if (gradientsOnly) continue;
    carryStates(from, to);
    adam(settings, thread, threads);
    if (!meet(threads)) return false;
  }
  return true;
}
