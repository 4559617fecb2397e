#!/usr/bin/env python3
"""Makes the polynomial coefficients of src/VectorLR/Numerics (needs Debian's python3-mpmath).

For each polynomial: a weighted Remez exchange at 60 digits for the real minimax polynomial, then the coefficients are
rounded from the lowest degree up, refitting the rest after each, so that later ones make up for the rounding of earlier ones.
Prints the constants and the largest error of the rounded polynomial, relative to the function that it ends in.
"""
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


def make(name, source, f, weight, low, high, degree, bits):
    fixed = []
    for d in range(degree + 1):
        def rest(x, fixed=tuple(fixed)):
            return (f(x) - sum(a * x ** k for k, a in enumerate(fixed))) / x ** len(fixed)
        c = remez(rest, lambda x: abs(weight(x) * x ** d), low, high, degree - d)
        fixed.append(rounded(c[0], bits))
    worst = max(abs(weight(x) * (f(x) - sum(a * x ** k for k, a in enumerate(fixed))))
                for x in (mp.mpf(low) + (mp.mpf(high) - mp.mpf(low)) * k / 4001 for k in range(4002)))
    print(f"// {name}, {source}: largest error 2^{mp.nstr(mp.log(worst, 2), 5)}")
    for k, a in enumerate(fixed):
        text = float.hex(float(a))
        print(f"    c{k} = {mp.nstr(a, 9 if bits == 24 else 17)}{'f' if bits == 24 else ''}  // {text}")


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


if __name__ == "__main__":
    half = mp.log(2) / 2 + mp.mpf("1e-6")
    exp_weight = lambda r: r ** 2 / mp.exp(r)
    # s = f / (2 + f) for f in [-1/4, 1/2]: z = s^2 in [0, 1/25]; the error matters relative to log1p(f), close to 2 s.
    log_weight = lambda z: z / 2
    for bits, exp_degree, log_degree in ((24, 4, 2), (53, 9, 7)):
        kind = "float" if bits == 24 else "double"
        make("exp(r) = 1 + r + r^2 q(r)", kind, exp_tail, exp_weight, -half, half, exp_degree, bits)
        make("log1p(f) = 2 s + s^3 p(s^2)", kind, log_tail, log_weight, 0, mp.mpf(1) / 25, log_degree, bits)
        high = rounded(mp.log(2), bits if bits == 24 else 53)
        for label, value in (("log2(e)", 1 / mp.log(2)), ("ln 2, high", high), ("ln 2, low", mp.log(2) - high)):
            value = rounded(value, bits)
            print(f"// {label}, {kind}: {mp.nstr(value, 9 if bits == 24 else 17)}  // {float.hex(float(value))}")
