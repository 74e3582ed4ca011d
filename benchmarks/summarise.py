"""Turns bench.sh's raw lines into a table: medians over rounds, their spread, and ratios taken round by round."""
import collections, datetime, json, os, re, statistics, sys

raw, rounds, doctor = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
values = collections.defaultdict(dict)
for line in open(raw):
    side, round_, name, value, unit = line.rstrip("\n").split("\t")
    values[side, name][int(round_)] = float(value)

# what → our case, the peer's case, the ratio that is wanted
STEPS = [
    ("`mlp` 784-256-128-10, batch 64, one thread", "mlp-1/", "mlp-1/mlp train", "PyTorch", 2),
    ("`cnn`, batch 64, one thread", "cnn-1/", "cnn-1/cnn train", "PyTorch", 3),
    ("`mlp`, batch 64 a worker, two workers", "mlp-2/", "mlp-2/mlp train", "PyTorch, mpi4py flat all-reduce", 2),
    ("`cnn`, batch 64 a worker, two workers", "cnn-2/", "cnn-2/cnn train", "PyTorch, mpi4py flat all-reduce", 4),
]


def find(side, prefix):
    return next((by_round for (where, name), by_round in values.items() if where == side and name.startswith(prefix)), {})


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
for what, own, other, peer, wanted in STEPS:
    rows.append((what + ", samples/s", find("ours", own), find("theirs", other), peer, wanted))

lines = [
    "| what | Tutti | peer | peer's name | ratio | wanted |",
    "|---|---|---|---|---|---|",
]
for what, ours, theirs, peer, wanted in rows:
    lines.append(f"| {what} | {cell(ours)} | {cell(theirs)} | {peer} | {spread(ratios(ours, theirs))} | {wanted} |")
for model in ("mlp", "cnn"):
    one, two = find("ours", f"{model}-1/"), find("ours", f"{model}-2/")
    lines.append(f"| `{model}`, two workers against one of our own | {cell(two)} | {cell(one)} | Tutti, one worker | {spread(ratios(two, one))} | 1.8 |")
own_only = [(name, ours) for (side, name), ours in values.items() if side == "ours" and re.match(r"gemm/(forward|d[WX])", name)]
lines += ["", "Products of the `mlp`'s layers, ours alone:", "", "| product | GFLOP/s |", "|---|---|"]
lines += [f"| {name[5:]} | {cell(ours)} |" for name, ours in own_only]

processor = doctor.get("processor", "unknown")
today = datetime.date.today().isoformat()
facts = f"{processor}, {doctor.get('cores', '?')} cores, kernels {doctor.get('kernels', {}).get('name', '?')}, .NET {doctor.get('dotnet', '?')}"
text = "\n".join([
    f"# Training steps, {today}",
    "",
    f"Machine: {facts}. {rounds} rounds, ours and theirs alternating; each cell is the median over rounds (least … greatest) of a",
    "measurement's own median, each ratio the median (least … greatest) of ratios within a round.",
    "",
    *lines,
    "",
])
folder = os.path.join("benchmarks", "results", re.sub(r"[^A-Za-z0-9]+", "-", processor).strip("-").lower())
os.makedirs(folder, exist_ok=True)
path = os.path.join(folder, f"training-steps_{today}.md")
open(path, "w").write(text)
print(text)
print(f"written to {path}")
