// Where threads meet. One that fails says so, and all others then give up.

/** int32 at the memory's head: how many have arrived, how often all have, and whether one failed. */
const ARRIVED: usize = 0;
const MEETINGS: usize = 4;
const FAILED: usize = 8;

/** How often a thread looks before it sleeps: some 20 µs. */
const LOOKS: i32 = 10_000;

/** Nanoseconds of sleep before it looks whether another one failed. */
const NAP: i64 = 20_000_000;

/** Waits until all threads are here; false when one has failed. */
export function meet(threads: i32): bool {
  if (threads === 1) return true;
  const meeting = atomic.load<i32>(MEETINGS);
  if (atomic.add<i32>(ARRIVED, 1) === threads - 1) {
    atomic.store<i32>(ARRIVED, 0);
    atomic.add<i32>(MEETINGS, 1);
    atomic.notify(MEETINGS, -1);
    return true;
  }
  for (let looks = 0; looks < LOOKS; looks++) {
    if (atomic.load<i32>(MEETINGS) !== meeting) return true;
  }
  while (atomic.load<i32>(MEETINGS) === meeting) {
    if (atomic.load<i32>(FAILED) !== 0) return false;
    atomic.wait<i32>(MEETINGS, meeting, NAP);
  }
  return true;
}
