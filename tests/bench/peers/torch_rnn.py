"""The same training loop in PyTorch: nn.RNN in eager mode on the CPU, one thread, float32.

Protocol and arguments as in numpy_rnn.py.
"""
import math
import sys
import time

import torch

torch.set_num_threads(1)
torch.manual_seed(1)
task, path, H, T = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
text = torch.tensor(list(open(path, "rb").read()))
V = int(text.max()) + 1
one_hot = torch.eye(V)
rnn, readout = torch.nn.RNN(V, H), torch.nn.Linear(H, V)
parameters = [*rnn.parameters(), *readout.parameters()]
with torch.no_grad():
    for parameter in parameters:
        parameter.copy_(torch.randn_like(parameter) * (0.01 if parameter.dim() > 1 else 0))
optimizer = torch.optim.Adagrad(parameters, lr=0.1, eps=1e-8)
cross_entropy = torch.nn.CrossEntropyLoss(reduction="sum")


class Work:
    position, started, h = 0, False, torch.zeros(1, H)
    smoothed, x = T * math.log(V), 0

    def train(self):
        if not self.started or self.position + T + 1 >= len(text):
            self.position, self.started, self.h = 0, True, torch.zeros(1, H)
        inputs = text[self.position : self.position + T]
        targets = text[self.position + 1 : self.position + T + 1]
        optimizer.zero_grad()
        hs, h = rnn(one_hot[inputs], self.h)
        loss = cross_entropy(readout(hs), targets)
        loss.backward()
        torch.nn.utils.clip_grad_value_(parameters, 5)
        optimizer.step()
        self.h = h.detach()
        self.position += T
        self.smoothed = self.smoothed * 0.999 + loss.item() * 0.001

    @torch.no_grad()
    def sample(self):
        hs, self.h = rnn(one_hot[self.x : self.x + 1], self.h)
        self.x = int(torch.multinomial(torch.softmax(readout(hs[0]), 0), 1))


work = Work()
unit = getattr(work, task)
print("ready", flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        unit()
    print(f"{time.perf_counter() - start:.9f} {work.smoothed:.6f}", flush=True)
