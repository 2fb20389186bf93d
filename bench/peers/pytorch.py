"""Answers requests, a JSON line each: prepares one problem at a time, gives its results, times its calls."""

import json
import sys
import time

import torch
from torch.nn import functional as F

log_softmax = lambda x: F.log_softmax(x, -1)
hinge = lambda x, target: torch.clamp(1 - target * x, min=0)
squared_log = lambda x, target: (torch.log1p(x) - torch.log1p(target)) ** 2

# By op: x (alpha, target, weights, bias) and options to the result.
OPS = {
    "linear": lambda o, x: o["slope"] * x + o["intercept"],
    "binaryStep": lambda o, x: torch.heaviside(x, torch.ones(())),
    "sigmoid": lambda o, x: torch.sigmoid(x),
    "tanh": lambda o, x: torch.tanh(x),
    "relu": lambda o, x: F.relu(x),
    "relu6": lambda o, x: F.relu6(x),
    "leakyRelu": lambda o, x: F.leaky_relu(x, o["negativeSlope"]),
    "prelu": lambda o, x, alpha: F.prelu(x.reshape(-1, alpha.numel()), alpha.reshape(-1)).reshape(x.shape),
    "elu": lambda o, x: F.elu(x, o["alpha"]),
    "celu": lambda o, x: F.celu(x, o["alpha"]),
    "selu": lambda o, x: F.selu(x),
    "swish": lambda o, x: x * torch.sigmoid(o["beta"] * x),
    "silu": lambda o, x: F.silu(x),
    "softplus": lambda o, x: F.softplus(x, o["beta"]),
    "logSigmoid": lambda o, x: F.logsigmoid(x),
    "softsign": lambda o, x: F.softsign(x),
    "mish": lambda o, x: F.mish(x),
    "gelu": lambda o, x: F.gelu(x),
    "hardSigmoid": lambda o, x: F.hardsigmoid(x),
    "hardSwish": lambda o, x: F.hardswish(x),
    "hardTanh": lambda o, x: F.hardtanh(x, o["min"], o["max"]),
    "tanhShrink": lambda o, x: F.tanhshrink(x),
    "softmax": lambda o, x: F.softmax(x, -1),
    "logSoftmax": lambda o, x: log_softmax(x),
    "softmin": lambda o, x: F.softmin(x, -1),
    "logSumExp": lambda o, x: torch.logsumexp(x, -1),
    "meanError": lambda o, x, target: (x - target).mean(),
    "meanAbsoluteError": lambda o, x, target: F.l1_loss(x, target),
    "meanSquaredError": lambda o, x, target: F.mse_loss(x, target),
    "rootMeanSquaredError": lambda o, x, target: F.mse_loss(x, target).sqrt(),
    "meanSquaredLogarithmicError": lambda o, x, target: squared_log(x, target).mean(),
    "huber": lambda o, x, target: F.huber_loss(x, target, delta=o["delta"]),
    "smoothL1": lambda o, x, target: F.smooth_l1_loss(x, target, beta=o["beta"]),
    "binaryCrossEntropy": lambda o, x, target: F.binary_cross_entropy(x, target),
    "binaryCrossEntropyWithLogits": lambda o, x, target: F.binary_cross_entropy_with_logits(x, target),
    "hinge": lambda o, x, target: hinge(x, target).mean(),
    "squaredHinge": lambda o, x, target: (hinge(x, target) ** 2).mean(),
    "softMargin": lambda o, x, target: F.soft_margin_loss(x, target),
    "crossEntropy": lambda o, x, target: F.cross_entropy(x, target),
    "categoricalCrossEntropy": lambda o, x, target: -(target * torch.log(x)).sum(-1).mean(),
    "sparseCategoricalCrossEntropy": lambda o, x, target: F.nll_loss(torch.log(x), target),
    "negativeLogLikelihood": lambda o, x, target: F.nll_loss(x, target),
    "klDivergence": lambda o, x, target: F.kl_div(torch.log(x), target, reduction="batchmean"),
    "klDivergenceWithLogits": lambda o, x, target: F.kl_div(log_softmax(x), target, reduction="batchmean"),
    "l1Penalty": lambda o, x: o["lambda"] * x.abs().sum(),
    "l2Penalty": lambda o, x: o["lambda"] * (x * x).sum(),
    "elasticNetPenalty": lambda o, x: o["l1"] * x.abs().sum() + o["l2"] * (x * x).sum(),
    "dense": lambda o, x, weights, bias: torch.addmm(bias, x, weights),
}


def load(description):
    kind = torch.int32 if description["integers"] else torch.float32
    with open(description["file"], "rb") as file:
        values = torch.frombuffer(bytearray(file.read()), dtype=kind).reshape(description["shape"])
    return values.long() if description["integers"] else values


def call_of(op, which, options, inputs):
    """The call of a pass: it gives results in the order of ours."""
    dy = inputs.pop("dy", None)
    run = OPS[op]
    differentiated = [value for name, value in inputs.items() if name != "target"]
    if which in ("forward", "value"):
        return lambda: [run(options, **inputs)]
    for value in differentiated:
        value.requires_grad_()

    def both():
        y = run(options, **inputs)
        return [y, *torch.autograd.grad(y, differentiated, dy)]

    if which != "backward":
        return both
    y = run(options, **inputs)
    return lambda: torch.autograd.grad(y, differentiated, dy, retain_graph=True)


def measure(seconds):
    """Seconds a call: the median of samples of a few calls each."""
    begin = time.perf_counter()
    call()
    estimate = time.perf_counter() - begin
    times = max(1, int(5e-5 / max(estimate, 1e-9)))
    samples = []
    while sum(samples) < seconds:
        begin = time.perf_counter()
        for _ in range(times):
            call()
        samples.append(time.perf_counter() - begin)
    return sorted(samples)[len(samples) // 2] / times


def answer(request):
    global call
    what = request["do"]
    if what == "start":
        torch.set_num_threads(request["threads"])
        return {"version": torch.__version__}
    if what == "prepare":
        if request["op"] not in OPS:
            return {"known": False}
        inputs = {each["name"]: load(each) for each in request["inputs"]}
        call = call_of(request["op"], request["pass"], request["options"], inputs)
        return {"known": True}
    if what == "read":
        files = []
        for index, result in enumerate(call()):
            files.append(f"{request['directory']}/result{index}")
            with open(files[-1], "wb") as file:
                file.write(result.detach().contiguous().numpy().tobytes())
        return {"files": files}
    return {"seconds": measure(request["seconds"])}


for line in sys.stdin:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": str(error)}
    print(json.dumps(reply), flush=True)
