"""Times the peers' starts of two workers, from the command to its end. To be run among the peers' programs; prints their RESULT lines."""
import os, statistics, subprocess, sys, time

environment = dict(os.environ, USE_LIBUV="0", GLOO_SOCKET_IFNAME="lo", OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
COMMANDS = {
    "launch mpirun": ["mpirun", "-n", "2", "python3", "launch_mpi.py"],
    "launch torchrun": ["python3", "torchrun_nolibuv.py", "--standalone", "--nproc_per_node=2", "launch_gloo.py"],
}
for name, command in COMMANDS.items():
    seconds = []
    for repetition in range(6):
        start = time.monotonic()
        try:
            # Gloo hangs at its end at times: such a start has no time.
            subprocess.run(command, env=environment, check=True, timeout=30, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            print(f"{name}: no end after 30 s", file=sys.stderr)
            continue
        if repetition > 0:
            seconds.append(time.monotonic() - start)
    if seconds:
        print(f"RESULT | {name} | {statistics.median(seconds):.4f} | {min(seconds):.4f} | {max(seconds):.4f} | s")
