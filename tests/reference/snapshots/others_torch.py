"""PyTorch's recurrent models in their variants, and its archives, with what PyTorch computes.

Writes others/torch-* and others_torch.json. Needs torch, safetensors and h5py.
Run: python3 others_torch.py
"""

import json
import pathlib
import pickle
import zipfile

import h5py
import numpy as np
import torch
from safetensors.torch import save_file
from torch import nn

HERE = pathlib.Path(__file__).parent
OUT = HERE / "others"
V, H, E = 5, 7, 3
INDICES = [0, 3, 1, 4, 2, 2, 0, 1, 3, 4, 0]


class Plain(nn.Module):
    def __init__(self, bias=True):
        super().__init__()
        self.rnn = nn.RNN(V, H, bias=bias)
        self.fc = nn.Linear(H, V, bias=bias)

    def forward(self, indices):
        x = nn.functional.one_hot(indices, V).double()
        return self.fc(self.rnn(x)[0])


class Cell(nn.Module):
    def __init__(self):
        super().__init__()
        self.cell = nn.RNNCell(V, H)
        self.out = nn.Linear(H, V)

    def forward(self, indices):
        h, logits = torch.zeros(1, H, dtype=torch.float64), []
        for x in nn.functional.one_hot(indices, V).double():
            h = self.cell(x[None], h)
            logits.append(self.out(h)[0])
        return torch.stack(logits)


class Embedded(nn.Module):
    def __init__(self, size, bias=True, tied=False, kind=nn.RNN):
        super().__init__()
        self.encoder = nn.Embedding(V, size)
        self.rnn = kind(size, H)
        self.decoder = nn.Linear(H, V, bias=bias)
        if tied:
            self.decoder.weight = self.encoder.weight

    def forward(self, indices):
        return self.decoder(self.rnn(self.encoder(indices))[0])


def filled(model):
    model = model.double()
    with torch.no_grad():
        for k, parameter in enumerate(model.parameters()):
            n = torch.arange(parameter.numel(), dtype=torch.float64)
            parameter.copy_((((n * 29 + k * 17) % 83 - 41) / 41).reshape(parameter.shape))
    return model


def score(model):
    indices = torch.tensor(INDICES)
    with torch.no_grad():
        return nn.functional.cross_entropy(model(indices[:-1]), indices[1:]).item()


def state(model):
    return {name: tensor.clone().contiguous() for name, tensor in model.state_dict().items()}


torch.manual_seed(1)  # for what is not filled
cases = {}
for name, model in {
    "torch-plain": Plain(),
    "torch-no-bias": Plain(bias=False),
    "torch-cell": Cell(),
    "torch-embedding": Embedded(E),
    "torch-embedding-h": Embedded(H),
    "torch-embedding-v": Embedded(V),
    "torch-no-output-bias": Embedded(H, bias=False),
    "torch-tied": Embedded(H, tied=True),
}.items():
    filled(model)
    cases[name + ".safetensors"] = score(model)
    save_file(state(model), OUT / (name + ".safetensors"))

parallel = nn.DataParallel(filled(Embedded(E)))
save_file(state(parallel), OUT / "torch-parallel.safetensors")
cases["torch-parallel.safetensors"] = score(parallel.module)
arrays = {name: tensor.numpy() for name, tensor in state(parallel).items()}
with open(OUT / "torch-checkpoint.pkl", "wb") as file:
    pickle.dump({"epoch": 3, "state_dict": arrays, "args": {"lr": 0.1}}, file, 4)
cases["torch-checkpoint.pkl"] = score(parallel.module)

for name, kind in [("lstm", nn.LSTM), ("gru", nn.GRU)]:
    save_file(state(Embedded(E, kind=kind)), OUT / f"torch-{name}.safetensors")
torch.save(state(Plain()), OUT / "torch-zip.pth")
torch.save(state(Plain()), OUT / "torch-legacy.pth", _use_new_zipfile_serialization=False)
torch.save(Plain(), OUT / "torch-module.pt")
with h5py.File(OUT / "keras-weights.h5", "w") as file:
    file["simple_rnn/kernel"] = np.zeros((V, H), dtype="f4")
with zipfile.ZipFile(OUT / "keras-model.keras", "w") as archive:
    for name in ["metadata.json", "config.json"]:
        archive.writestr(zipfile.ZipInfo(name), "{}")
    weights = (OUT / "keras-weights.h5").read_bytes()
    archive.writestr(zipfile.ZipInfo("model.weights.h5"), weights)

expected = {"indices": INDICES, "natsPerChar": cases}
(HERE / "others_torch.json").write_text(json.dumps(expected, indent=1) + "\n")
