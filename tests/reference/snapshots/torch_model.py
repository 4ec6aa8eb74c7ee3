"""PyTorch's nn.RNN + nn.Linear as .safetensors, with what the model computes in float64.

Writes files/torch-*.safetensors and torch.json. Needs torch and safetensors.
Run: python3 torch_model.py
"""

import json
import pathlib

import torch
from safetensors.torch import save_file

HERE = pathlib.Path(__file__).parent
H, V = 7, 5
INPUTS = [0, 3, 1, 4, 2, 2, 0, 1, 3, 4, 0]


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = torch.nn.RNN(V, H)
        self.decoder = torch.nn.Linear(H, V)

    def forward(self, x):
        return self.decoder(self.rnn(x)[0])


model = Model().double()
with torch.no_grad():
    for k, parameter in enumerate(model.parameters()):
        n = torch.arange(parameter.numel(), dtype=torch.float64)
        parameter.copy_((((n * 29 + k * 17) % 83 - 41) / 83).reshape(parameter.shape))
    x = torch.nn.functional.one_hot(torch.tensor(INPUTS), V).double()
    result = {"inputs": INPUTS, "logits": model(x).flatten().tolist()}

state = model.state_dict()
result["arrays"] = {}
for name, dtype in [("F64", torch.float64), ("F32", torch.float32), ("BF16", torch.bfloat16)]:
    tensors = {key: tensor.to(dtype).contiguous() for key, tensor in state.items()}
    save_file(tensors, HERE / f"files/torch-{name}.safetensors", {"format": "pt"})
    result["arrays"][name] = {key: t.double().flatten().tolist() for key, t in tensors.items()}

others = {
    "F16": torch.tensor([[0.5, -2.0, 65504.0]], dtype=torch.float16),
    "I64": torch.tensor([-(2**62), 3]),
    "U8": torch.tensor([0, 255], dtype=torch.uint8),
    "BOOL": torch.tensor([True, False, True]),
    "scalar": torch.tensor(0.25),
    "empty": torch.zeros(0, 3),
}
save_file(others, HERE / "files/torch-types.safetensors")
(HERE / "torch.json").write_text(json.dumps(result) + "\n")
