"""Windows of 32 streams in JAX with Adam, compiled as a whole.

Protocol as in numpy_rnn.py; a unit of work is a window. Arguments: THREADS compiled streams TEXT HIDDEN
LENGTH. One thread, or all that XLA takes.
"""
import os
import sys
import time

threads, _, _, path, hidden, length = sys.argv[1:]
os.environ["JAX_PLATFORMS"] = "cpu"
if threads == "1":
    os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

import jax
import numpy as np
from jax import numpy as jnp

B, H, T = 32, int(hidden), int(length)
text = np.fromfile(path, dtype=np.uint8).astype(np.int32)
V = int(text.max()) + 1
stretch = len(text) // B
streams = np.ascontiguousarray(text[: stretch * B].reshape(B, stretch).T)
windows = (stretch - 1) // T

keys = jax.random.split(jax.random.key(1), 3)
weights = [jax.random.normal(k, s) / H**0.5 for k, s in zip(keys, [(V, H), (H, H), (H, V)])]
parameters = dict(zip("XWO", weights), b=jnp.zeros(H), c=jnp.zeros(V))


def loss_of(p, inputs, targets, h):
    def step(h, x):
        h = jnp.tanh(x + h @ p["W"])
        return h, h

    h, hs = jax.lax.scan(step, h, p["X"][inputs] + p["b"])
    log_probs = jax.nn.log_softmax(hs.reshape(-1, H) @ p["O"] + p["c"])
    return -jnp.mean(jnp.take_along_axis(log_probs, targets.reshape(-1, 1), 1)), h


def update(state, inputs, targets):
    p, m, v, n, h = state
    (loss, h), g = jax.value_and_grad(loss_of, has_aux=True)(p, inputs, targets, h)
    n = n + 1
    m = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, m, g)
    v = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, v, g)
    adam = lambda p, m, v: p - 1e-3 * (m / (1 - 0.9**n)) / (jnp.sqrt(v / (1 - 0.999**n)) + 1e-8)
    return (jax.tree.map(adam, p, m, v), m, v, n, h), loss


update = jax.jit(update, donate_argnums=0)
zeros = lambda: jax.tree.map(jnp.zeros_like, parameters)


class Work:
    at, state, loss = 0, (parameters, zeros(), zeros(), jnp.float32(0), jnp.zeros((B, H))), 0

    def window(self):
        if self.at == windows:
            self.at, self.state = 0, (*self.state[:4], jnp.zeros((B, H)))
        part = streams[self.at * T : (self.at + 1) * T + 1]
        self.state, self.loss = update(self.state, part[:-1], part[1:])
        self.at += 1


work = Work()
work.window()
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        work.window()
    work.loss.block_until_ready()
    print(f"{time.perf_counter() - start:.9f} {float(work.loss):.6f}", flush=True)
