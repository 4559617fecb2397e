"""Times NumPy, SciPy and scikit-learn at the work items of the peers' table, and prints JSON for the bench's peers command.

    /usr/bin/python3 bench/peers.py [--quick] [--only TEXT]...

Needs Debian's python3-numpy, python3-scipy and python3-sklearn (which brings threadpoolctl). Names of works and sizes are those of the
command, which merges the rows. The data has the same shapes and the same distributions; it is drawn here, and so are the errors.
"""

import argparse
import gc
import json
import pathlib
import sys
import time
import warnings

import numpy as np
import scipy
import sklearn
import threadpoolctl
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

SHAPES = [(569, 30), (1797, 64), (60000, 784), (209, 12288), (8192, 12288), (1000000, 8)]
DOT_LENGTHS = [1, 8, 30, 64, 128, 1024, 3079, 65536, 1000000, 10000000]
SIGMOID_LENGTH = 4096
SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "src" / "VectorLR.Data" / "Samples"
ONE_THREAD = 1

# The largest component of the gradient of the summed loss.
FIT_TOLERANCE = 1e-4


class Table:
    """The rows measured so far."""

    def __init__(self, only, quick):
        self.only = [text.lower() for text in only]
        self.rounds, self.seconds, self.budget = (3, 0.002, 0.1) if quick else (9, 0.004, 0.4)
        self.rows = []

    def wants(self, work, size):
        return not self.only or any(text in f"{work} {size}".lower() for text in self.only)

    def add(self, work, size, peer, run, error=None, threads=ONE_THREAD):
        """Times run() as the best of several rounds; error() looks at its last result."""
        with threadpoolctl.threadpool_limits(threads):
            run()
            once = self._time(run, 1)
            calls = max(1, min(1 << 20, int(self.seconds / max(once, 1e-7))))
            rounds = max(2, min(self.rounds, int(self.budget / max(once * calls, 1e-9))))
            best = min(self._time(run, calls) / calls for _ in range(rounds))
            found = None if error is None else float(error(run()))
        self.rows.append({"work": work, "size": size, "peer": peer, "seconds": best, "error": found})

    def add_once(self, work, size, peer, seconds):
        self.rows.append({"work": work, "size": size, "peer": peer, "seconds": seconds, "error": None})

    @staticmethod
    def _time(run, calls):
        begin = time.perf_counter()
        for _ in range(calls):
            run()
        return time.perf_counter() - begin


def reals(generator, *shape, dtype):
    return (2 * generator.random(shape, dtype=np.float32 if dtype == np.float32 else np.float64) - 1).astype(dtype, copy=False)


def name_of(dtype):
    return "float" if dtype == np.float32 else "double"


def size_of(number):
    return f"{number:,}"


def dot(table):
    generator = np.random.default_rng(1)
    for n in DOT_LENGTHS:
        if table.wants("Dot float", size_of(n)):
            x, y = reals(generator, n, dtype=np.float32), reals(generator, n, dtype=np.float32)
            wide = x.astype(np.longdouble) * y
            exact, magnitude = wide.sum(), np.abs(wide).sum()
            table.add("Dot float", size_of(n), "NumPy", lambda: np.dot(x, y), lambda got: abs(got - exact) / magnitude)


def products(table):
    generator = np.random.default_rng(2)
    for dtype in (np.float32, np.float64):
        works = {f"Affine {name_of(dtype)}, ExampleRows": False, f"Affine {name_of(dtype)}, FeatureRows": True, f"MatrixVector {name_of(dtype)}": False}
        for m, n in SHAPES:
            size = f"{m}x{n}"
            wanted = [work for work in works if table.wants(work, size)]
            if not wanted:
                continue
            flat = reals(generator, m * n, dtype=dtype)
            w = reals(generator, n, dtype=dtype)
            z = np.empty(m, dtype)
            for work in wanted:
                x = flat.reshape(n, m).T if works[work] else flat.reshape(m, n)
                rows = np.arange(0, m, max(1, m // 64))
                terms = x[rows].astype(np.longdouble) * w
                exact, magnitude = terms.sum(axis=1), np.abs(terms).sum(axis=1)
                table.add(work, size, "NumPy", lambda: np.dot(x, w, out=z), lambda got: np.max(np.abs(got[rows] - exact) / magnitude))


def sigmoid(table):
    generator = np.random.default_rng(3)
    for dtype in (np.float32, np.float64):
        work, size = f"Sigmoid {name_of(dtype)}", size_of(SIGMOID_LENGTH)
        if table.wants(work, size):
            z = 10 * reals(generator, SIGMOID_LENGTH, dtype=dtype)
            a = np.empty_like(z)
            exact = 1 / (1 + np.exp(-z.astype(np.longdouble)))
            ulp = np.spacing(exact.astype(dtype)).astype(np.longdouble)
            table.add(work, size, "SciPy expit", lambda: expit(z, out=a), lambda got: np.max(np.abs(got - exact) / ulp))


def step(x, y, w, z, dw):
    """A training step as NumPy's users write it, without temporaries: J is left out."""
    np.dot(x, w, out=z)
    expit(z, out=z)
    np.subtract(z, y, out=z)
    np.dot(z, x, out=dw)
    np.divide(dw, len(y), out=dw)
    return dw


def step_error(x, y, w):
    """What the gradient's largest error is relative to its largest component, against doubles (against 80 bits for doubles, on some features)."""
    wide = np.longdouble if x.dtype == np.float64 else np.float64
    features = np.arange(0, x.shape[1], max(1, x.shape[1] // 16))
    exact = np.zeros(len(features), wide)
    part = max(1, (1 << 22) // x.shape[1])
    for begin in range(0, len(y), part):
        rows = x[begin:begin + part].astype(wide)
        dz = 1 / (1 + np.exp(-(rows @ w.astype(wide)))) - y[begin:begin + part]
        exact += dz @ rows[:, features]
    exact /= len(y)
    return lambda got: np.max(np.abs(got[features] - exact)) / np.max(np.abs(exact))


def steps(table, cores):
    generator = np.random.default_rng(4)
    for dtype in (np.float32, np.float64):
        for m, n in SHAPES:
            size = f"{m}x{n}"
            one = {f"LogisticGradient {name_of(dtype)}, ExampleRows": False, f"LogisticGradient {name_of(dtype)}, FeatureRows": True}
            threaded = "LogisticObjective float, all threads" if dtype == np.float32 else None
            works = [work for work in [*one, threaded] if work and table.wants(work, size)]
            if not works:
                continue
            flat = reals(generator, m * n, dtype=dtype)
            w = (6 / np.sqrt(n) * reals(generator, n, dtype=dtype)).astype(dtype)
            y = (generator.random(m) > 0.7).astype(dtype)
            z, dw = np.empty(m, dtype), np.empty(n, dtype)
            for work in works:
                x = flat.reshape(n, m).T if one.get(work) else flat.reshape(m, n)
                # 80-bit arithmetic over the large doubles would take longer than everything else here.
                error = step_error(x, y, w) if dtype == np.float32 or m * n < 1 << 18 else None
                table.add(work, size, "NumPy, two passes", lambda: step(x, y, w, z, dw), error, threads=cores if work == threaded else ONE_THREAD)


def predictions(table):
    generator = np.random.default_rng(5)
    if table.wants("Prediction float", "1x30"):
        x, w = reals(generator, 30, dtype=np.float32), reals(generator, 30, dtype=np.float32)
        table.add("Prediction float", "1x30", "NumPy", lambda: expit(np.dot(x, w)))
    if table.wants("Prediction byte", "1x12288"):
        x, w = generator.integers(0, 256, 12288, dtype=np.uint8), reals(generator, 12288, dtype=np.float32) / 255
        table.add("Prediction byte", "1x12288", "NumPy", lambda: expit(np.dot(x.astype(np.float32), w)))


def fits(table, cores, quick):
    """lbfgs with the penalty 1/(2m) |w|^2, which is C = 1, to the optimum."""
    generator = np.random.default_rng(6)
    for work, size, load, scale, repeats in [
        ("Fit double", "569x30", breast_cancer, None, 5),
        ("Fit byte", "1797x64", digits, 16, 5),
        ("Fit byte", "60000x784", lambda: synthetic(generator, 60000, 784), 255, 1),
    ]:
        if not table.wants(work, size) or (quick and repeats == 1):
            continue
        x, y = load()
        # Preparing the doubles, which our bytes need not, is not counted.
        features = (x - x.mean(axis=0)) / x.std(axis=0) if scale is None else x / scale
        best, steps_taken = np.inf, 0
        with warnings.catch_warnings(), threadpoolctl.threadpool_limits(cores):
            warnings.simplefilter("ignore", ConvergenceWarning)
            for _ in range(repeats):
                begin = time.perf_counter()
                model = LogisticRegression(C=1.0, solver="lbfgs", tol=FIT_TOLERANCE, max_iter=10000).fit(features, y)
                best = min(best, time.perf_counter() - begin)
                steps_taken = int(model.n_iter_[0])
        table.add_once(work, size, f"scikit-learn lbfgs ({steps_taken} iterations)", best)


def breast_cancer():
    table = np.genfromtxt(SAMPLES / "breast_cancer.csv", delimiter=",", skip_header=1, dtype=str)
    labels = table[:, -1]
    return table[:, :-1].astype(np.float64), (labels == np.unique(labels)[-1]).astype(np.float64)


def digits():
    images, labels = np.load(SAMPLES / "digits_images.npy"), np.load(SAMPLES / "digits_labels.npy")
    return images.reshape(len(images), -1), (labels == 8).astype(np.float64)


def synthetic(generator, m, n):
    """Bytes whose labels follow a linear rule with noise, so that the optimum is finite."""
    x = generator.integers(0, 256, (m, n), dtype=np.uint8)
    logits = (x / 255 - 0.5) @ (generator.standard_normal(n) * 6 / np.sqrt(n))
    return x, (generator.random(m) < expit(logits)).astype(np.float64)


def main():
    parser = argparse.ArgumentParser(description="Times NumPy, SciPy and scikit-learn for the peers' table, and prints JSON.")
    parser.add_argument("--quick", action="store_true", help="a few short rounds")
    parser.add_argument("--only", action="append", default=[], metavar="TEXT", help="only works whose name and size contain this")
    options = parser.parse_args()
    table = Table(options.only, options.quick)
    pools = [pool for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas"]
    cores = max((pool["num_threads"] for pool in pools), default=1)
    for work in (dot, products, sigmoid, lambda t: steps(t, cores), predictions, lambda t: fits(t, cores, options.quick)):
        work(table)
        gc.collect()
    versions = {"Python": sys.version.split()[0], "NumPy": np.__version__, "SciPy": scipy.__version__, "scikit-learn": sklearn.__version__}
    for pool in pools:
        versions["NumPy's BLAS"] = f"{pool['internal_api']} {pool['version']} {pool.get('architecture', '')}".strip()
    notes = ["fit rows of a single run over synthetic bytes are left out of quick runs"] if options.quick else []
    json.dump({"versions": versions, "notes": notes, "rows": table.rows}, sys.stdout)


if __name__ == "__main__":
    main()
