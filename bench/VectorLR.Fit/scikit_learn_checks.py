#!/usr/bin/env python3
"""Runs what scikit-learn checks of its own logistic regression on ours, and says for each check whether we agree.

    /usr/bin/python3 bench/VectorLR.Fit/scikit_learn_checks.py [NAME ...]

Needs the .NET SDK and Debian's python3-sklearn. A right value is a fit of scikit-learn to 1e-12, or follows from algebra. A bound follows
from the stopping rule and the rounding of the arithmetic (fitting.py, Problem.allowed), or is 0. Each line is a check: the checks of
scikit-learn that ask the same, the comparison that comes closest to its bound, the difference there, the bound and its reason. Exits with
1 unless all agree. NAME runs the checks whose names contain it.
"""
import sys
import warnings

import numpy as np
import scipy.optimize
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from fitting import DOUBLE, SINGLE, TOLERANCE, Comparison, Problem, bits, check, run, same, table, worst


@check("test_logistic_regression_solvers")
def solvers_agree(ours):
    for seed in range(3):
        x, y = table(seed)
        for optimizer in ("newton", "lbfgs"):
            yield same(optimizer, ours.ask(x, y=y, l2=0.01, optimizer=optimizer), Problem(x, y), optimizer=optimizer)


@check("test_penalty_none, test_consistency_path")
def no_penalty_to_a_huge_one(ours):
    x, y = table(3)
    for l2 in (0, *10.0 ** np.arange(-8, 5, 2)):
        for optimizer in ("newton", "lbfgs"):
            fit = ours.ask(x, y=y, l2=l2, optimizer=optimizer)
            yield same(f"l2 = {l2:.0e} against C = 1 / (l2 m)", fit, Problem(x, y, l2), optimizer=optimizer)


@check("test_predict_2_classes")
def no_intercept(ours):
    x, y = table(5)
    for l2 in (0, 0.01):
        fit = ours.ask(x, y=y, l2=l2, intercept=False)
        yield same(f"l2 = {l2}", fit, Problem(x, y, l2, intercept=False))


@check()
def the_intercept_is_not_penalised(ours):
    x, y = table(6, share=0.1)
    fit = ours.ask(x, y=y, l2=1e6)
    yield same("l2 = 1e6", fit, Problem(x, y, 1e6))
    # lambda w = -mean(x (a - y)), and the mean of sigmoid(w x + b) is that of y: b is the log-odds less some value of w x.
    reach = np.abs(x).max(axis=0) @ (np.abs(x).mean(axis=0) / 1e6)
    odds = np.log(y.mean() / (1 - y.mean()))
    yield worst("bias against the log-odds of the base rate", fit.bias, odds, reach, "largest |w x| at that l2")


@check("check_fit2d_1feature")
def one_feature_and_more_features_than_examples(ours):
    for m, n in ((50, 1), (30, 60)):
        x, y = table(7, m, n)
        for optimizer in ("newton", "lbfgs"):
            fit = ours.ask(x, y=y, l2=0.1, optimizer=optimizer)
            yield same(f"{m} x {n}, {optimizer}", fit, Problem(x, y, 0.1), optimizer=optimizer)


@check("test_logistic_regression_sample_weights")
def sample_weights_are_repeated_rows(ours):
    x, y = table(8)
    k = np.random.default_rng(8).integers(1, 5, len(y))
    rows = np.repeat(np.arange(len(y)), k)
    for optimizer in ("newton", "lbfgs"):
        fit = ours.ask(x, y=y, sample_weights=k.astype(float), l2=0.01, optimizer=optimizer)
        yield same("ours with weights, theirs repeated", fit, Problem(x[rows], y[rows]), optimizer=optimizer)
    yield same("ours repeated, theirs with weights", ours.ask(x[rows], y=y[rows], l2=0.01), Problem(x, y, weights=k))


@check("check_sample_weights_invariance, zeros")
def weight_0_is_no_row(ours):
    x, y = table(9)
    kept = np.random.default_rng(9).random(len(y)) < 0.7
    x[~kept] *= 1000
    for standardize in (False, True):
        z = (x - x[kept].mean(axis=0)) / x[kept].std(axis=0) if standardize else x
        size = (np.abs(x) + np.abs(x[kept].mean(axis=0))) / x[kept].std(axis=0) if standardize else x
        fit = ours.ask(x, y=y, sample_weights=kept.astype(float), l2=0.01, standardize=standardize)
        problem = Problem(z[kept], y[kept], size=np.abs(size[kept]))
        yield same("ours with weights 0 and 1, theirs without the rows", fit, problem)


@check("check_sample_weights_invariance, ones")
def all_weights_scaled(ours):
    x, y = table(10)
    plain = ours.ask(x, y=y, l2=0.01)
    s = np.random.default_rng(10).random(len(y))
    weighted = ours.ask(x, y=y, l2=0.01, sample_weights=s)
    yield bits("weights of 1 against none", ours.ask(x, y=y, l2=0.01, sample_weights=np.ones(len(y))).theta, plain.theta)
    yield bits("weights times 2^-300", ours.ask(x, y=y, l2=0.01, sample_weights=s * 2.0 ** -300).theta, weighted.theta)
    for factor in (1e-3, 1, 7e5):
        fit = ours.ask(x, y=y, l2=0.01, sample_weights=s * factor)
        yield same(f"weights times {factor:g}", fit, Problem(x, y, weights=s))


@check("test_logistic_regression_sample_weights")
def class_weights_are_sample_weights(ours):
    x, y = table(11, share=0.2)
    given = {0: 0.25, 1: 3.0}
    for s in (np.ones(len(y)), np.random.default_rng(11).random(len(y))):
        fit = ours.ask(x, y=y, l2=0.01, sample_weights=s * np.where(y == 1, given[1], given[0]))
        yield same("class weights of 1/4 and 3", fit, Problem(x, y, weights=s, class_weight=given))


@check("test_logistic_regression_class_weights")
def balanced_classes(ours):
    x, y = table(12, share=0.1)
    problem = Problem(x, y, class_weight="balanced")
    for optimizer in ("newton", "lbfgs"):
        yield same("balanced", ours.ask(x, y=y, l2=0.01, balanced=True, optimizer=optimizer), problem, optimizer=optimizer)
    formula = len(y) / (2 * np.where(y == 1, y.sum(), (1 - y).sum()))
    yield same("m / (2 m_c) given as sample weights", ours.ask(x, y=y, l2=0.01, sample_weights=formula), problem)


@check()
def balanced_classes_with_sample_weights(ours):
    # scikit-learn counts rows, not weights. So that a weight of k is k copies, it is given the copies.
    x, y = table(13, share=0.3)
    k = np.where(y == 1, 1, np.random.default_rng(13).integers(1, 6, len(y)))
    rows = np.repeat(np.arange(len(y)), k)
    fit = ours.ask(x, y=y, l2=0.01, balanced=True, sample_weights=k.astype(float))
    yield same("balanced by weight, theirs repeated", fit, Problem(x[rows], y[rows], class_weight="balanced"))


@check("test_warm_start_converge_LR")
def warm_start(ours):
    x, y = table(14)
    for optimizer in ("newton", "lbfgs"):
        cold = ours.ask(x, y=y, l2=0.01, optimizer=optimizer)
        start = {"weights": cold.weights, "bias": cold.bias}
        again = ours.ask(x, y=y, l2=0.01, optimizer=optimizer, start=start)
        yield Comparison(f"{optimizer}: updates from its own optimum", again.iterations, 1, "the step there is rounding")
        for l2 in (0.0099, 0.005, 0.001):
            warm = ours.ask(x, y=y, l2=l2, optimizer=optimizer, start=start)
            start = {"weights": warm.weights, "bias": warm.bias}
            yield same(f"{optimizer}, l2 = {l2} from the optimum before", warm, Problem(x, y, l2), optimizer=optimizer)
            if l2 == 0.0099:
                yield Comparison(f"{optimizer}: updates from a near optimum", warm.iterations, cold.iterations - 1, "fewer than from zero")


@check("test_dtype_match")
def float32_against_float64(ours):
    x, y = table(15)
    x = x.astype(np.float32)
    for optimizer in ("newton", "lbfgs"):
        fit = ours.ask(x, y=y, l2=0.01, optimizer=optimizer, tolerance=TOLERANCE[SINGLE])
        yield same(f"{optimizer} in float32, theirs in float64", fit, Problem(x, y), optimizer=optimizer, unit=SINGLE)


@check("check_estimators_dtypes")
def bytes_against_floats(ours):
    random = np.random.default_rng(16)
    x = random.integers(0, 256, (300, 6), dtype=np.uint8)
    y = (random.random(300) < expit((x / 255.0 - 0.5) @ random.normal(size=6))).astype(np.float64)
    fit = ours.ask(x, y=y, l2=0.01, scale=255)
    yield same("bytes / 255, theirs in float64", fit, Problem(x / 255.0, y))
    yield bits("bytes and doubles", fit.theta, ours.ask(x.astype(np.float64), y=y, l2=0.01, scale=255).theta)
    single = ours.ask(x, y=y, l2=0.01, scale=255, precision="f32", tolerance=TOLERANCE[SINGLE])
    yield same("bytes in float32", single, Problem(x / 255.0, y), unit=SINGLE)
    yield bits("bytes and floats", single.theta, ours.ask(x.astype(np.float32), y=y, l2=0.01, scale=255, tolerance=TOLERANCE[SINGLE]).theta)


@check()
def fortran_order_against_c_order(ours):
    x, y = table(17)
    for optimizer in ("newton", "lbfgs"):
        fit = ours.ask(np.asfortranarray(x), y=y, l2=0.01, optimizer=optimizer)
        yield same(f"{optimizer} in Fortran order", fit, Problem(x, y), optimizer=optimizer)
    back = ours.ask(x, model={"weights": fit.weights, "bias": fit.bias})
    yield worst("logits in both orders", fit.logits, back.logits, 2 * Problem(x, y).logit_rounding(fit.theta), "rounding of a logit, twice")


@check()
def standardised_columns_of_any_unit(ours):
    x, y = table(18)
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    for units in (np.ones(4), 10.0 ** np.array([-9, -2, 3, 8])):
        for optimizer in ("newton", "lbfgs"):
            fit = ours.ask(x * units, y=y, l2=0.01, standardize=True, optimizer=optimizer)
            problem = Problem(z, y, size=(np.abs(x) + np.abs(x.mean(axis=0))) / x.std(axis=0))
            yield same("weights of z-scores", fit, problem, optimizer=optimizer)


@check()
def scaled_and_shifted_columns(ours):
    x, y = table(20)
    units = 10.0 ** np.array([-6, 2, 0, 5])
    yield same("w / unit", ours.ask(x * units, y=y), Problem(x, y, 0), np.diag(np.append(1 / units, 1)))
    shift = np.array([10.0, -300, 0.5, 1e4])
    matrix = np.vstack([np.eye(4, 5), np.append(-shift, 1)])
    for l2 in (0, 0.01):
        yield same("b - shift . w", ours.ask(x + shift, y=y, l2=l2), Problem(x, y, l2), matrix, Problem(x + shift, y, l2))


@check()
def labels_swapped_and_rows_and_columns_permuted(ours):
    x, y = table(22)
    yield same("-w, -b", ours.ask(x, y=1 - y, l2=0.01), Problem(x, y), -np.eye(5))
    rows = np.random.default_rng(22).permutation(len(y))
    columns = np.array([2, 0, 3, 1])
    yield same("rows", ours.ask(x[rows], y=y[rows], l2=0.01), Problem(x, y))
    yield same("columns", ours.ask(x[:, columns], y=y, l2=0.01), Problem(x, y), np.eye(5)[np.append(columns, 4)])


@check()
def a_constant_column_has_weight_0(ours):
    x, y = table(23)
    matrix = np.insert(np.eye(5), 2, 0, axis=0)
    for value in (0.0, 1.0, -7e5, 0.1):
        for l2 in (0, 0.01):
            for optimizer in ("newton", "lbfgs"):
                fit = ours.ask(np.insert(x, 2, value, axis=1), y=y, l2=l2, optimizer=optimizer)
                yield same(f"a column of {value:g}, theirs without it", fit, Problem(x, y, l2), matrix, optimizer=optimizer)


@check()
def equal_columns_share_the_weight(ours):
    x, y = table(24)
    twice = x[:, [0, 1, 2, 3, 0]]
    theta, error = Problem(x, y, 0).reference()
    shared = theta[[0, 1, 2, 3, 0, 4]] * [0.5, 1, 1, 1, 0.5, 1]
    sizes = np.column_stack([np.abs(twice), np.ones(len(y))])
    for optimizer in ("newton", "lbfgs"):
        fit = ours.ask(twice, y=y, l2=0.01, optimizer=optimizer)
        penalised = Problem(twice, y)
        yield same(f"{optimizer}, l2 = 0.01, theirs with both", fit, penalised, optimizer=optimizer)
        allowed = penalised.allowed(penalised.reference()[0], optimizer)
        yield worst(f"{optimizer}: one weight less the other", fit.weights[0], fit.weights[4], allowed[0] + allowed[4], "tolerance, twice")
        fit = ours.ask(twice, y=y, optimizer=optimizer)
        bound = sizes @ (Problem(twice, y, 0).allowed(shared, optimizer) + error.max())
        yield worst(f"{optimizer}, l2 = 0, logits against theirs with one", fit.logits, x @ theta[:-1] + theta[-1], bound, "tolerance in w")


@check()
def separable_classes_with_a_penalty(ours):
    x, y = table(25, 60, 3)
    x[:, 0] = np.where(y == 1, 1, -1) * (1 + np.abs(x[:, 0]))
    for l2 in (1e-4, 0.1):
        for optimizer in ("newton", "lbfgs"):
            fit = ours.ask(x, y=y, l2=l2, optimizer=optimizer)
            yield same(f"{optimizer}, l2 = {l2:g}", fit, Problem(x, y, l2), optimizer=optimizer)


@check()
def separable_classes_without_a_penalty_are_reported(ours):
    for kind, m, n, share in (("numbers", 12, 3, 0.5), ("rare zeros and ones", 300, 8, 0.2)):
        wrong, separable = 0, 0
        for seed in range(20):
            x, y = table(seed, m, n, share)
            if kind != "numbers":
                x = (x > np.quantile(x, 0.93, axis=0)).astype(np.float64)
            # Separable if a direction puts no example on its wrong side and one on its right side: a linear program.
            margins = np.column_stack([x, np.ones(m)]) * (2 * y - 1)[:, None]
            best = scipy.optimize.linprog(-margins.sum(axis=0), A_ub=-margins, b_ub=np.zeros(m), bounds=(-1, 1))
            separable += -best.fun > 1e-6
            for optimizer in ("newton", "lbfgs"):
                fit = ours.ask(x, y=y, optimizer=optimizer, tolerance=1e-6)
                wrong += fit.stopped != ("Separable" if -best.fun > 1e-6 else "Converged")
        what = f"{kind}, {separable} of 20 sets separable by a linear program: wrong answers of two optimizers"
        yield Comparison(what, wrong, 0, "a yes or no")


@check("test_write_parameters, check_decision_proba_consistency")
def logits_and_probabilities(ours):
    x, y = table(26)
    problem = Problem(x, y)
    fit = ours.ask(x, y=y, l2=0.01)
    theirs = problem.model().fit(x, y)
    theirs.coef_, theirs.intercept_ = fit.theta[None, :-1], fit.theta[-1:]
    logits = 2 * problem.logit_rounding(fit.theta)
    p = theirs.predict_proba(x)[:, 1]
    yield worst("logits", fit.logits, theirs.decision_function(x), logits, "rounding of a logit, twice")
    yield worst("probabilities", fit.probabilities, p, p * (1 - p) * logits + 4 * DOUBLE, "the same times a (1 - a), and 4 units")
    mirrored = ours.ask(x, model={"weights": [-w for w in fit.weights], "bias": -fit.bias})
    yield worst("a(z) + a(-z)", fit.probabilities + mirrored.probabilities, 1, 3 * DOUBLE, "1 unit in the last place each, and a sum")
    order = np.argsort(fit.logits)
    falls = np.sum(np.diff(fit.probabilities[order]) < 0)
    yield Comparison("probabilities that fall as logits rise", falls, 0, "sigmoid is monotone")
    yield Comparison("other labels than theirs", np.sum(fit.labels != theirs.predict(x).astype(int).astype(str)), 0, "a class each")
    # By convention: a probability of 1/2 predicts class 1 here, and class 0 in scikit-learn's predict.
    zero = ours.ask(x, model={"weights": [0.0] * 4, "bias": 0.0})
    yield Comparison("labels of 0 at logit 0", np.sum(zero.labels != "1"), 0, "class 1 from 1/2 on")


@check()
def cost_and_log_loss(ours):
    x, y = table(27)
    for s in (None, np.random.default_rng(27).random(len(y))):
        problem = Problem(x, y, weights=s)
        for optimizer in ("newton", "lbfgs"):
            fit = ours.ask(x, y=y, l2=0.01, sample_weights=s, optimizer=optimizer)
            penalty = 0.005 * np.dot(fit.weights, fit.weights)
            loss = log_loss(y, fit.probabilities, sample_weight=s)
            # The loss's slope along a logit is a - y; a log of a probability is off by its relative error.
            residual = np.abs(fit.probabilities - y)
            rounding = problem.share @ (residual * problem.logit_rounding(fit.theta)) + (len(y) + 16) * DOUBLE * (loss + penalty + 1)
            yield worst("cost less penalty", fit.cost - penalty, loss, 2 * rounding, "rounding of logits and of a mean, twice")


@check("test_max_iter, test_n_iter")
def the_iteration_limit_is_kept_and_reported(ours):
    x, y = table(28)
    for optimizer, solver in (("newton", "newton-cholesky"), ("lbfgs", "lbfgs")):
        for limit in (1, 2, 3):
            fit = ours.ask(x, y=y, l2=0.01, optimizer=optimizer, iterations=limit)
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("always")
                theirs = Problem(x, y).model(solver=solver, max_iter=limit).fit(x, y)
            warned = any(issubclass(each.category, ConvergenceWarning) for each in caught)
            yield worst(f"{optimizer}, updates", fit.iterations, theirs.n_iter_[0], 0, "the limit")
            yield worst(f"{optimizer}, reported", fit.stopped == "IterationLimit", warned, 0, "both say that it was reached")


def refusals(ours, inputs):
    """How many of some inputs one of us takes and the other refuses, or both take; and how many of our messages lack a word."""
    wrong = 0
    for word, x, y, s in inputs:
        fit = ours.ask(x, y=y, sample_weights=s, l2=0.01)
        try:
            LogisticRegression().fit(x, y, s)
            wrong += 1
        except ValueError:
            wrong += fit.refused is None or word not in fit.refused
    return Comparison(f"inputs of {len(inputs)} that one takes, or we refuse without saying what", wrong, 0, "all are errors")


@check("test_nan, check_estimators_nan_inf, check_supervised_y_no_nan")
def nan_and_infinity_are_refused(ours):
    x, y = table(29)
    s = np.ones(len(y))
    inputs = []
    for value in (np.nan, np.inf, -np.inf):
        wrong, i = x.copy(), np.arange(len(y))
        wrong[7, 2] = value
        inputs += [("[7, 2]", wrong, y, None), ("[7, 2]", wrong.astype(np.float32), y, None)]
        inputs += [("[5]", x, np.where(i == 5, value, y), None), ("[6]", x, y, np.where(i == 6, value, s))]
    yield refusals(ours, inputs)


@check("check_classifiers_one_label, test_inconsistent_input, check_estimators_empty_data_messages")
def one_class_and_unequal_lengths_are_refused(ours):
    x, y = table(30)
    ones = np.ones(len(y))
    yield refusals(ours, [
        ("all 200 labels are 1", x, ones, None), ("all 200 labels are 0", x, 0 * ones, None), ("no examples", x[:0], y[:0], None),
        ("199", x, y[:-1], None), ("199", x, y, ones[:-1])])


@check("test_multinomial_logistic_regression_string_inputs")
def labels_that_are_names(ours):
    x, y = table(31)
    plain = ours.ask(x, y=y, l2=0.01)
    for low, high in (("ham", "spam"), ("Zebra", "ant"), ("9", "10")):
        names = np.where(y == 1, high, low)
        fit = ours.ask(x, names=names.tolist(), l2=0.01)
        theirs = Problem(x, y).model().fit(x, names.astype(int) if low == "9" else names).predict(x).astype(str)
        yield Comparison(f"{low}, {high}: other labels than theirs", np.sum(fit.labels != theirs), 0, "a class each")
        yield bits(f"{low}, {high}: weights as for 0 and 1", fit.theta, plain.theta)


@check("check_methods_subset_invariance, check_methods_sample_order_invariance, check_estimators_pickle")
def predictions_alone_in_parts_and_after_a_file(ours):
    for kind in (np.float64, np.uint8):
        x, y = table(32, 301, 37)
        x = np.clip(10 * x + 100, 0, 255).astype(kind)
        fit = ours.ask(x, y=y, l2=0.01, scale=16)
        yield bits("each example alone", fit.alone, fit.probabilities)
        yield bits("by the model saved and read again", fit.reloaded, fit.probabilities)
        model = {"weights": [w / 16 for w in fit.weights], "bias": fit.bias}
        rows = np.random.default_rng(32).permutation(len(y))[:133]
        yield bits("a part in another order", ours.ask(x[rows], model=model).probabilities, fit.probabilities[rows])


@check("check_fit_idempotent")
def threads_and_another_run(ours):
    x, y = table(33, 20000, 9)
    for optimizer in ("newton", "lbfgs"):
        one = ours.ask(x, y=y, l2=0.01, optimizer=optimizer, threads=1)
        yield same(f"{optimizer}, one thread", one, Problem(x, y), optimizer=optimizer)
        for threads in (1, 2, 3, 8):
            fit = ours.ask(x, y=y, l2=0.01, optimizer=optimizer, threads=threads)
            yield bits(f"{optimizer}, {threads} threads against one", fit.theta, one.theta)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
