"""A network as PyTorch's users train it, on the bundled play, for README's "your model, your text".

Writes question/model.safetensors (the state dict) and question/chars.json (its characters, in order).
Needs torch and safetensors. Run: python3 question_torch.py
"""

import json
import pathlib

import torch
from safetensors.torch import save_file
from torch import nn

HERE = pathlib.Path(__file__).parent
TEXT = (HERE.parents[2] / "data/texts/the-book-of-yesterdays.txt").read_text()
B, T, STEPS = 64, 64, 3000


class CharacterRNN(nn.Module):
    def __init__(self, size, hidden):
        super().__init__()
        self.rnn = nn.RNN(size, hidden, batch_first=True)
        self.fc = nn.Linear(hidden, size)

    def forward(self, x, h=None):
        out, h = self.rnn(nn.functional.one_hot(x, self.fc.out_features).float(), h)
        return self.fc(out), h


def main():
    torch.manual_seed(1)
    torch.set_num_threads(1)
    chars = sorted(set(TEXT))
    x = torch.tensor([chars.index(c) for c in TEXT])
    streams = x[: len(x) // B * B].view(B, -1)
    model = CharacterRNN(len(chars), 96)
    optimiser = torch.optim.Adam(model.parameters(), 3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 6e-3, STEPS)
    at, h = 0, None
    for step in range(STEPS):
        if at + T + 1 > streams.shape[1]:
            at, h = 0, None
        logits, h = model(streams[:, at : at + T], h)
        loss = nn.functional.cross_entropy(logits.flatten(0, 1), streams[:, at + 1 : at + T + 1].flatten())
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1)
        optimiser.step()
        schedule.step()
        h, at = h.detach(), at + T
        if step % 500 == 0:
            print(step, loss.item())
    (HERE / "question").mkdir(exist_ok=True)
    save_file(model.state_dict(), HERE / "question/model.safetensors")
    (HERE / "question/chars.json").write_text(json.dumps(chars) + "\n")
    print(loss.item())


if __name__ == "__main__":
    main()
