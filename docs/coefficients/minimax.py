#!/usr/bin/env python3
"""Makes src/VectorLR/Numerics/Coefficients.cs, the constants of the elementary functions (needs Debian's python3-mpmath).

    minimax.py            prints the file
    minimax.py --write    writes it
    minimax.py --check    fails if the file is not, to the last bit, what this program makes

For each polynomial: a weighted Remez exchange at 60 digits for the real minimax polynomial, then the coefficients are
rounded from the lowest degree up, refitting the rest after each, so that later ones make up for the rounding of earlier ones.
The largest error of the rounded polynomial, relative to the function that it ends in, stands above its coefficients.
"""
import pathlib
import sys

import mpmath as mp

mp.mp.dps = 60


def remez(f, weight, low, high, degree):
    """The coefficients of the polynomial p that minimises max |weight * (f - p)| on [low, high]."""
    n = degree + 1
    low, high = mp.mpf(low), mp.mpf(high)
    points = [(low + high) / 2 - (high - low) / 2 * mp.cos(mp.pi * k / n) for k in range(n + 1)]
    grid = [low + (high - low) * (1 - mp.cos(mp.pi * k / 600)) / 2 for k in range(601)]
    grid = [x for x in grid if weight(x) > mp.mpf("1e-15")]
    points = [min(grid, key=lambda g: abs(g - x)) for x in points]
    values = [(x, f(x), weight(x)) for x in grid]
    for _ in range(40):
        system = mp.matrix(n + 1, n + 1)
        right = mp.matrix(n + 1, 1)
        for i, x in enumerate(points):
            for d in range(n):
                system[i, d] = x ** d
            system[i, n] = (-1) ** i / weight(x)
            right[i] = f(x)
        solution = mp.lu_solve(system, right)
        c = list(solution[:n])
        errors = [w * (y - mp.polyval(c[::-1], x)) for x, y, w in values]
        extrema = []
        for k, e in enumerate(errors):
            if extrema and (e > 0) == (errors[extrema[-1]] > 0):
                if abs(e) > abs(errors[extrema[-1]]):
                    extrema[-1] = k
            else:
                extrema.append(k)
        while len(extrema) > n + 1:
            # Where the weight is small the error has small extrema too; drop the least, with a neighbour to keep the signs alternating.
            least = min(range(len(extrema)), key=lambda k: abs(errors[extrema[k]]))
            if least not in (0, len(extrema) - 1):
                if len(extrema) == n + 2:
                    least = 0 if abs(errors[extrema[0]]) < abs(errors[extrema[-1]]) else len(extrema) - 1
                else:
                    extrema.pop(least)
                    least = least if abs(errors[extrema[least]]) < abs(errors[extrema[least - 1]]) else least - 1
            extrema.pop(least)
        if len(extrema) < n + 1:
            break
        new = [values[k][0] for k in extrema]
        if new == points:
            break
        points = new
    return c


def rounded(value, bits):
    if value == 0:
        return mp.mpf(0)
    exponent = mp.floor(mp.log(abs(value), 2)) - (bits - 1)
    return mp.nint(value / mp.mpf(2) ** exponent) * mp.mpf(2) ** exponent


def make(f, weight, low, high, degree, bits):
    """The rounded coefficients from the lowest degree up, and their largest weighted error."""
    fixed = []
    for d in range(degree + 1):
        def rest(x, fixed=tuple(fixed)):
            return (f(x) - sum(a * x ** k for k, a in enumerate(fixed))) / x ** len(fixed)
        c = remez(rest, lambda x: abs(weight(x) * x ** d), low, high, degree - d)
        fixed.append(rounded(c[0], bits))
    worst = max(abs(weight(x) * (f(x) - sum(a * x ** k for k, a in enumerate(fixed))))
                for x in (mp.mpf(low) + (mp.mpf(high) - mp.mpf(low)) * k / 4001 for k in range(4002)))
    return fixed, mp.nstr(mp.log(worst, 2), 5)


def exp_tail(r):
    """(e^r - 1 - r) / r^2, by its series near 0 where the formula cancels."""
    if abs(r) < mp.mpf("1e-8"):
        return sum(r ** k / mp.factorial(k + 2) for k in range(8))
    return (mp.exp(r) - 1 - r) / r ** 2


def log_tail(z):
    """(log((1 + s) / (1 - s)) - 2 s) / s^3 for z = s^2."""
    if z < mp.mpf("1e-12"):
        return sum(2 * z ** k / (2 * k + 3) for k in range(8))
    s = mp.sqrt(z)
    return (mp.log1p(s) - mp.log1p(-s) - 2 * s) / (s * z)


def literal(value, bits):
    return mp.nstr(value, 9 if bits == 24 else 17) + ("f" if bits == 24 else "")


def constants(summary, names, values, bits):
    kind = "float" if bits == 24 else "double"
    yield f"        // {summary}."
    for name, value in zip(names, values, strict=True):
        yield f"        public const {kind} {name} = {literal(value, bits)}; // {float.hex(float(value))}"


def numbered(name, values):
    return [f"{name}{k}" for k in range(len(values))]


def source():
    half = mp.log(2) / 2 + mp.mpf("1e-6")
    exp_weight = lambda r: r ** 2 / mp.exp(r)
    # s = f / (2 + f) for f in [-1/4, 1/2]: z = s^2 in [0, 1/25]; the error matters relative to log1p(f), close to 2 s.
    log_weight = lambda z: z / 2
    lines = [
        "namespace VectorLR;",
        "",
        "/// <summary>The constants of the elementary functions, each rounded to its type. Made by docs/coefficients/minimax.py.</summary>",
        "internal static class Coefficients",
        "{",
    ]
    for title, bits, exp_degree, log_degree in (("OfSingle", 24, 4, 2), ("OfDouble", 53, 9, 7)):
        high = rounded(mp.log(2), bits)
        # So few digits that the product with any exponent is exact.
        short = rounded(mp.log(2), 16 if bits == 24 else 42)
        blocks = [
            ("For the reduction to |r| at most ln 2 / 2", ["Log2E", "Ln2Hi", "Ln2Lo"],
             [rounded(1 / mp.log(2), bits), high, rounded(mp.log(2) - high, bits)]),
            ("ln 2 with room for the product with an exponent, and the rest of it", ["Ln2Short", "Ln2ShortLo"],
             [short, rounded(mp.log(2) - short, bits)]),
        ]
        c, worst = make(exp_tail, exp_weight, -half, half, exp_degree, bits)
        blocks.append((f"q of e^r = 1 + r + r^2 q(r): largest error 2^{worst} of e^r for |r| at most ln 2 / 2", numbered("Exp", c), c))
        c, worst = make(mp.exp, lambda r: mp.exp(-r), -half, half, 3, bits)
        blocks.append((f"e^r itself, fast: largest error 2^{worst} of e^r for |r| at most ln 2 / 2", numbered("ExpFast", c), c))
        c, worst = make(log_tail, log_weight, 0, mp.mpf(1) / 25, log_degree, bits)
        blocks.append((f"p of log1p(f) = 2 s + s^3 p(s^2), s = f / (2 + f): largest error 2^{worst} of log1p(f) for f from -1/4 to 1/2",
                       numbered("Log", c), c))
        kind = "float" if bits == 24 else "double"
        lines += [f"    public static class {title}", "    {"]
        for block in blocks:
            lines += [*constants(*block, bits), ""]
        lines += [
            f"        /// <summary>All of them, for whoever checks that none has changed.</summary>",
            f"        public static ReadOnlySpan<{kind}> All =>",
            "        [",
            *(f"            {', '.join(names)}," for _, names, _ in blocks),
            "        ];",
            "    }",
            "",
        ]
    return "\n".join([*lines[:-1], "}", ""])


if __name__ == "__main__":
    path = pathlib.Path(__file__).resolve().parents[2] / "src/VectorLR/Numerics/Coefficients.cs"
    match sys.argv[1:]:
        case []:
            print(source(), end="")
        case ["--write"]:
            path.write_text(source())
        case ["--check"]:
            if path.read_text() != source():
                sys.exit(f"{path.name} is not what this program makes; run it with --write and compare")
        case _:
            sys.exit("usage: minimax.py [--write | --check]")
