"""Makes tests/Goldens/formats with NumPy 2.2.4 and SciPy 1.15.3: array files as others write them, a few hundred bytes each.

python3 make_format_fixtures.py FOLDER        the tests know the values that are written here
"""
import sys

import numpy as np
import scipy.io

folder = sys.argv[1] + "/"
grid = np.array([[0, 1, 2], [3, 4, 5]])

for code in ("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"):
    for order, name in (("<", "little"), (">", "big")):
        if np.dtype(code).itemsize > 1 or order == "<":
            np.save(f"{folder}{'b1' if code == '?' else code}-{name}.npy", grid.astype(order + code))
np.save(folder + "fortran.npy", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))
np.save(folder + "scalar.npy", np.float64(2.5))
np.save(folder + "empty.npy", np.zeros((0, 3), "<f4"))
for version in ((2, 0), (3, 0)):
    with open(f"{folder}version{version[0]}.npy", "wb") as file:
        np.lib.format.write_array(file, grid.astype("<i4"), version)
np.save(folder + "complex.npy", np.array([1j]))
np.save(folder + "text.npy", np.array(["a"]))
np.save(folder + "record.npy", np.zeros(1, dtype=[("a", "<f4"), ("b", "<i4")]))
np.save(folder + "object.npy", np.array([{}], dtype=object), allow_pickle=True)
np.savez(folder + "stored.npz", a=grid.astype("<f8"), b=np.arange(3, dtype="<i4"))
np.savez_compressed(folder + "deflated.npz", a=np.tile(grid.astype("<f8"), 20), b=np.arange(3, dtype="<i4"))

variables = {
    "doubles": grid + 0.5, "singles": grid.astype("f4"), "flags": grid % 2 == 1, "cube": np.arange(24.0).reshape(2, 3, 4),
    "scalar": 7.25, "row": np.array([1.0, 2.0, 3.0]), "column": np.array([[1.0], [2.0]]), "nothing": np.zeros((0, 3)),
    "text": "hello", "lines": np.array(["ab ", "cde"]), "accents": "Größe",
    **{code: grid.astype(code) for code in ("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8")},
}
scipy.io.savemat(folder + "plain.mat", variables)
scipy.io.savemat(folder + "compressed.mat", variables, do_compression=True)
scipy.io.savemat(folder + "refused.mat", {
    "first": 1.0, "structure": {"a": 1.0}, "cells": np.array([1.0, "a"], dtype=object), "sparse": scipy.sparse.eye(2).tocsc(),
    "complex": np.array([1j]), "last": 2.0})
scipy.io.savemat(folder + "level4.mat", {"a": 1.0}, format="4")
