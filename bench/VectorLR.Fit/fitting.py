"""What scikit_learn_checks.py needs: our fits, scikit-learn's, and how far apart the two may be."""
import json
import pathlib
import subprocess
import sys
import tempfile
import types
import typing
import warnings

import numpy as np
import sklearn
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

ROOT = pathlib.Path(__file__).resolve().parents[2]

DOUBLE = 2.0 ** -53
SINGLE = 2.0 ** -24

# An eigenvalue of a Hessian below this share of the largest is of columns that depend on others, which share a weight.
DEPENDENT = 1e-12

# A fit of scikit-learn that is further than this from the optimum, as a share of a parameter above 1, is no right value.
REFERENCE = 1e-8

# The tolerance of our fits, in log-odds per standard deviation of a feature, by the unit of rounding of their arithmetic.
TOLERANCE = {DOUBLE: 1e-11, SINGLE: 1e-5}


class Ours:
    """The product, in one process that answers many requests."""

    def __init__(self):
        self._folder = tempfile.TemporaryDirectory()
        program = ROOT / "bench/VectorLR.Fit/bin/Release/net10.0/VectorLR.Fit.dll"
        self._process = subprocess.Popen(["dotnet", program, "serve"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.communicate()
        self._folder.cleanup()

    def ask(self, x, **options):
        """A fit of x to y, or predictions of a model. Arrays become files. `refused` is the message if it is refused, else None."""
        request = {"tolerance": TOLERANCE[DOUBLE]}
        for name, value in {"x": x, **options}.items():
            if isinstance(value, np.ndarray):
                path = pathlib.Path(self._folder.name) / f"{name}.npy"
                np.save(path, value)
                value = str(path)
            if value is not None:
                request[name] = value
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        answer = types.SimpleNamespace(**{"refused": None, "stopped": None, **json.loads(self._process.stdout.readline())})
        if answer.refused is None:
            answer.theta = np.append(answer.weights, answer.bias)
            for name in ("logits", "probabilities", "alone", "reloaded", "labels"):
                setattr(answer, name, np.array(getattr(answer, name)))
        return answer


class Problem:
    """A fit: the weighted mean log loss + l2 / 2 |w|^2, with theta = (w, b) for its parameters.

    `size` holds the magnitudes of the terms whose sum is a logit: |x|, unless x is only computed from what is stored.
    """

    def __init__(self, x, y, l2=0.01, weights=None, class_weight=None, intercept=True, size=None):
        self.x = np.asarray(x, dtype=np.float64)
        self.y, self.l2, self.weights, self.class_weight, self.intercept = y.astype(np.float64), l2, weights, class_weight, intercept
        effective = np.ones(len(y)) if weights is None else weights.astype(np.float64)
        if class_weight == "balanced":
            class_weight = {c: len(y) / (2 * np.sum(y == c)) for c in (0, 1)}
        if class_weight is not None:
            effective = effective * np.where(y == 1, class_weight[1], class_weight[0])
        self.total = effective.sum()
        self.share = effective / self.total
        self.size = np.abs(self.x) if size is None else size
        self._reference = None

    def model(self, **options):
        """scikit-learn's: |w|^2 / 2 + C times the sum of the weighted losses, which is C times the total weight times our objective."""
        penalty = {"penalty": "l2", "C": 1 / (self.l2 * self.total)} if self.l2 > 0 else {"penalty": None}
        options = {"solver": "newton-cholesky", "tol": 1e-12, "max_iter": 1000, **penalty, **options}
        return LogisticRegression(fit_intercept=self.intercept, class_weight=self.class_weight, **options)

    def reference(self):
        """theta by scikit-learn, every warning an error, and how far it is from the optimum: its next Newton step."""
        if self._reference is None:
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                model = self.model().fit(self.x, self.y, self.weights)
            theta = np.append(model.coef_[0], model.intercept_ if self.intercept else 0)
            wide = theta.astype(np.longdouble)
            residual = 1 / (1 + np.exp(-(self.x @ wide[:-1] + wide[-1]))) - self.y
            gradient = np.append((self.share * residual) @ self.x + self.l2 * wide[:-1], self.share @ residual)
            to_theta, hessian, _ = self.coordinates(theta)
            self._reference = theta, np.abs(to_theta @ np.linalg.solve(hessian, (to_theta.T @ gradient).astype(np.float64)))
        return self._reference

    def coordinates(self, theta):
        """Our optimizers' coordinates u: theta = P u; the Hessian in them; and the log-odds per standard deviation of a step of 1.

        They are (x - mean) / scale, where scale^2 = v deviation^2 + l2 and v is the variance of the labels, so that curvatures are about 1.
        """
        mean = self.share @ self.x if self.intercept else np.zeros(self.x.shape[1])
        deviation = np.sqrt(self.share @ (self.x - mean) ** 2)
        variance = (self.share @ self.y) * (1 - self.share @ self.y)
        scale = np.sqrt(variance * deviation ** 2 + self.l2)
        z = (self.x - mean) / scale
        to_theta = np.vstack([np.diag(1 / scale), -mean / scale])
        units, penalty = deviation / scale, self.l2 / scale ** 2
        if self.intercept:
            root = np.sqrt(variance)
            z = np.column_stack([z, np.full(len(z), 1 / root)])
            to_theta = np.column_stack([to_theta, np.append(np.zeros(len(scale)), 1 / root)])
            units, penalty = np.append(units, 1 / root), np.append(penalty, 0)
        p = expit(self.x @ theta[:-1] + theta[-1])
        return to_theta, (z.T * (self.share * p * (1 - p))) @ z + np.diag(penalty), units

    def allowed(self, theta, optimizer="newton", unit=DOUBLE):
        """How far each of our parameters may be from theta, the optimum, after a fit that has converged: stopping rule + rounding.

        Stopping: the next step is at most the tolerance in every component. Newton's, H^-1 g, is the distance to the optimum up to its
        square. L-BFGS steps by B g, where B is a multiple of the identity, between the eigenvalues of H^-1, after updates. For a quadratic
        they move the eigenvalues of H^1/2 B H^1/2 towards 1 (Fletcher 1970), so these lie in [1 / k, k], k the condition number of H.
        Hence, in the norm of H, the distance is at most k times the step, and in the Euclidean norm at most k^1.5 times.

        Rounding: an error e of the computed gradient moves the optimum by H^-1 e. A sum of n terms is within n units of the sum of their
        magnitudes. So logits are within (n + 8) units of sum |x_j w_j| + |b|, where 8 stands for the folding of scales and means; a
        probability moves by a (1 - a) times that and 4 units; and the gradient sums m + 8 units' worth.
        """
        to_theta, hessian, units = self.coordinates(theta)
        step = TOLERANCE[unit] / units
        if optimizer == "newton":
            stopping = np.abs(to_theta) @ step
        else:
            eigenvalues = np.linalg.eigvalsh(hessian)
            eigenvalues = eigenvalues[eigenvalues > DEPENDENT * eigenvalues[-1]]
            stopping = np.linalg.norm(to_theta, axis=1) * (eigenvalues[-1] / eigenvalues[0]) ** 1.5 * np.linalg.norm(step)
        sizes = np.column_stack([self.size, np.ones(len(self.y))])
        p = expit(self.x @ theta[:-1] + theta[-1])
        residual = p * (1 - p) * self.logit_rounding(theta, unit) + 4 * unit * p + (len(self.y) + 8) * unit * np.abs(p - self.y)
        gradient = (self.share * residual) @ sizes + 4 * unit * self.l2 * np.append(np.abs(theta[:-1]), 0)
        return stopping + np.abs(to_theta @ np.linalg.pinv(hessian, DEPENDENT, hermitian=True) @ to_theta.T) @ gradient

    def logit_rounding(self, theta, unit=DOUBLE):
        """The largest error of each logit that is computed from theta."""
        return (len(theta) + 7) * unit * (self.size @ np.abs(theta[:-1]) + abs(theta[-1]))


class Comparison(typing.NamedTuple):
    """A difference and its bound, with the reason of the bound."""
    what: str
    difference: float
    bound: float
    reason: str

    def share(self):
        """The difference as a share of its bound: above 1, or infinite, if it is too large or no number."""
        if self.difference == 0:
            return 0
        return self.difference / self.bound if self.difference <= self.bound else np.inf


def table(seed=1, m=200, n=4, share=0.5):
    """Columns of unlike units and offsets, somewhat correlated, and classes that overlap; about this share is 1."""
    random = np.random.default_rng(seed)
    z = random.normal(size=(m, n)) @ (np.eye(n) + 0.4 * random.normal(size=(n, n)))
    logit = z @ random.normal(size=n) + np.log(share / (1 - share))
    return z * 4.0 ** random.integers(-2, 3, n) + random.integers(-3, 4, n), (random.random(m) < expit(logit)).astype(np.float64)


def same(what, fit, problem, matrix=None, own=None, optimizer="newton", unit=DOUBLE):
    """Our theta against matrix @ scikit-learn's theta of a problem. `own` is the problem that we solve, if its bounds do not map alike."""
    theta, error = problem.reference()
    allowed = problem.allowed(theta, optimizer, unit)
    if not np.all(error <= REFERENCE * np.maximum(1, np.abs(theta))):
        return worst(f"{what}: scikit-learn's own distance from the optimum", error, 0, REFERENCE, "a right value must be near")
    if matrix is not None:
        expected = matrix @ theta
        error = np.abs(matrix) @ (error + len(theta) * DOUBLE * np.abs(theta))
        allowed = np.abs(matrix) @ allowed if own is None else own.allowed(expected, optimizer, unit)
        theta = expected
    if fit.refused is not None or fit.stopped != "Converged":
        return Comparison(f"{what}: {fit.refused or fit.stopped}", np.inf, 0, "must converge")
    return worst(what, fit.theta, theta, allowed + error, f"tolerance {TOLERANCE[unit]:.0e} in every weight, and rounding")


def worst(what, got, expected, bound, reason):
    """The component that comes closest to its bound."""
    got, expected, bound = np.broadcast_arrays(np.asarray(got, dtype=np.float64), np.asarray(expected, dtype=np.float64), bound)
    difference = np.abs(got - expected)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = np.argmax(np.where(difference == 0, 0, np.where(difference <= bound, difference / bound, np.inf)))
    return Comparison(what, difference.flat[at], bound.flat[at], reason)


def bits(what, got, expected):
    return worst(what, got, expected, 0, "the same bits")


CHECKS = []


def check(theirs=None):
    """Makes a function of Ours that yields comparisons a check. `theirs` names the checks of scikit-learn that ask the same."""
    def register(function):
        CHECKS.append((function.__name__.replace("_", " "), theirs, function))
        return function
    return register


def run(names):
    """Runs the checks, or those whose names contain one of these, with a line for each. Returns the exit code: 0 if all agree."""
    build = ["dotnet", "build", ROOT / "bench/VectorLR.Fit", "-c", "Release", "-v:quiet", "--nologo", "-nodeReuse:false"]
    if subprocess.run(build, stdout=sys.stderr).returncode != 0:
        return 1
    print(f"scikit-learn {sklearn.__version__}, numpy {np.__version__}")
    chosen = [each for each in CHECKS if not names or any(name in each[0] for name in names)]
    agreed = 0
    with Ours() as ours:
        for name, theirs, function in chosen:
            comparisons = list(function(ours))
            closest = max(comparisons, key=Comparison.share)
            agreed += closest.share() <= 1
            verdict = "agrees" if closest.share() <= 1 else "DIFFERS"
            print(f"{verdict:7} {name} [{theirs or 'algebra'}], closest of {len(comparisons)}: {closest.what}: "
                  f"{closest.difference:.1e}, at most {closest.bound:.1e}: {closest.reason}", flush=True)
    print(f"{agreed} of {len(chosen)} agree")
    return 0 if chosen and agreed == len(chosen) else 1
