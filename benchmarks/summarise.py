"""Turns bench.sh's raw lines into a table: medians over rounds, their spread, and ratios taken round by round."""
import collections, datetime, json, os, re, statistics, sys

theme, raw, rounds, doctor = sys.argv[1], sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4])
values = collections.defaultdict(dict)
for line in open(raw):
    side, round_, name, value, unit = line.rstrip("\n").split("\t")
    values[side, name][int(round_)] = float(value)

# what → our case, the peer's case, the peer's name, the ratio that is wanted, the peer's figure in samples a second
SAME = lambda figure: figure
STEPS = {
    "training-steps": [
        ("`mlp` 784-256-128-10, batch 64, one thread", "mlp-1/", "mlp-1/mlp train", "PyTorch", 2, SAME),
        ("`cnn`, batch 64, one thread", "cnn-1/", "cnn-1/cnn train", "PyTorch", 3, SAME),
        ("`mlp`, batch 64 a worker, two workers", "mlp-2/", "mlp-2/mlp train", "PyTorch, mpi4py flat all-reduce", 2, SAME),
        ("`cnn`, batch 64 a worker, two workers", "cnn-2/", "cnn-2/cnn train", "PyTorch, mpi4py flat all-reduce", 4, SAME),
    ],
    "sequence-steps": [
        ("ECG convolutional autoencoder, batch 64, one thread", "ecg/", "ecg/ECG conv1d autoencoder train", "PyTorch", 1.5, SAME),
        # The peer gives milliseconds a step of 64 sequences, and tokens a second of texts of 64.
        ("LSTM 1→64 × 140 steps, batch 64, one thread", "lstm/", "lstm/LSTM", "PyTorch", 1.5, lambda step: 64 / step * 1000),
        ("GPT of 4 layers, 16 texts of 64 tokens, one thread", "gpt/", "gpt/GPT", "PyTorch", 1.5, lambda tokens: tokens / 64),
    ],
}


# what → our case, the peer's case, the wanted ratio; times, of which the smaller is the better
SIZES = [("4096", "4KB", 3), ("65536", "64KB", 3), ("1048576", "1MB", 3), ("16777216", "16MB", 1.5), ("67108864", "64MB", 1.5)]
TIMES = {
    "collectives": [
        (f"all-reduce of {name}, {what}, µs", f"allreduce-{case}/{size}{suffix}", f"allreduce/allreduce mpi {name}", "mpi4py, Open MPI",
         wanted if case == "shared-memory" and not suffix else "–")
        for case, suffix, what in [
            ("shared-memory", "", "processes, memory of the group"), ("shared-memory", " private", "processes, private memory"),
            ("threads", "", "threads, memory of the group"), ("threads", " private", "threads, private memory"),
            ("tcp", " private", "TCP on loopback"), ("mpi", " private", "MPI, fixed tree"), ("mpi-fast", "", "MPI's own all-reduce, from .NET")]
        for size, name, wanted in SIZES
    ] + [
        ("2 workers to the first sum: threads, s", "launch/threads", "launch/launch mpirun", "mpirun, mpi4py", "< 0.020 s"),
        ("2 workers to the first sum: processes, from a running program, s", "launch/processes, from", "launch/launch mpirun", "mpirun, mpi4py", "–"),
        ("2 workers to the first sum: processes, whole command, s", "launch/processes, whole", "launch/launch mpirun", "mpirun, mpi4py", 2.5),
        ("2 workers to the first sum: processes, whole command, s", "launch/processes, whole", "launch/launch torchrun", "torchrun, gloo", 20),
    ],
}


def find(side, prefix):
    return next((by_round for (where, name), by_round in values.items() if where == side and name.startswith(prefix)), {})


def exactly(side, name):
    return values.get((side, name)) or (find(side, name) if not name.split("/")[1][:1].isdigit() else {})


def cell(by_round):
    if not by_round:
        return "–"
    numbers = sorted(by_round.values())
    return f"{statistics.median(numbers):,.4g} ({numbers[0]:,.4g} … {numbers[-1]:,.4g})"


def spread(ratios):
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} … {max(ratios):.2f})" if ratios else "–"


def ratios(ours, theirs):
    return [ours[r] / theirs[r] for r in ours if r in theirs]


rows = []
for (side, name), ours in values.items():
    if side == "ours" and name.startswith("gemm/sgemm "):
        theirs = find("theirs", name.replace("gemm/sgemm ", "gemm/sgemm numpy "))
        rows.append((f"SGEMM {name[11:]}, one thread, GFLOP/s", ours, theirs, "NumPy (OpenBLAS)", 1.05))
for what, own, other, peer, wanted, convert in STEPS.get(theme, []):
    theirs = {round_: convert(figure) for round_, figure in find("theirs", other).items()}
    rows.append((what + ", samples/s", find("ours", own), theirs, peer, wanted))

lines = [
    "| what | Tutti | peer | peer's name | ratio | wanted |",
    "|---|---|---|---|---|---|",
]
for what, ours, theirs, peer, wanted in rows:
    lines.append(f"| {what} | {cell(ours)} | {cell(theirs)} | {peer} | {spread(ratios(ours, theirs))} | {wanted} |")
for what, own, other, peer, wanted in TIMES.get(theme, []):
    ours, theirs = exactly("ours", own), find("theirs", other)
    if ours:
        lines.append(f"| {what} | {cell(ours)} | {cell(theirs)} | {peer} | {spread(ratios(theirs, ours))} | {wanted} |")
for model in ("mlp", "cnn") if theme == "training-steps" else ():
    one, two = find("ours", f"{model}-1/"), find("ours", f"{model}-2/")
    lines.append(f"| `{model}`, two workers against one of our own | {cell(two)} | {cell(one)} | Tutti, one worker | {spread(ratios(two, one))} | 1.8 |")
own_only = [(name, ours) for (side, name), ours in values.items() if side == "ours" and re.match(r"gemm/(forward|d[WX])", name)]
if own_only:
    lines += ["", "Products of the `mlp`'s layers, ours alone:", "", "| product | GFLOP/s |", "|---|---|"]
    lines += [f"| {name[5:]} | {cell(ours)} |" for name, ours in own_only]

processor = doctor.get("processor", "unknown")
today = datetime.date.today().isoformat()
facts = f"{processor}, {doctor.get('cores', '?')} cores, kernels {doctor.get('kernels', {}).get('name', '?')}, {doctor.get('runtime', '.NET ?')}"
text = "\n".join([
    f"# {theme.replace('-', ' ').capitalize()}, {today}",
    "",
    f"Machine: {facts}. {rounds} rounds, ours and theirs alternating; each cell is the median over rounds (least … greatest) of a",
    "measurement's own median, each ratio the median (least … greatest) of ratios within a round.",
    "",
    *lines,
    "",
])
folder = os.path.join("benchmarks", "results", re.sub(r"[^A-Za-z0-9]+", "-", processor).strip("-").lower())
os.makedirs(folder, exist_ok=True)
path = os.path.join(folder, f"{theme}_{today}.md")
open(path, "w").write(text)
print(text)
print(f"written to {path}")
