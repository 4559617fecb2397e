namespace VectorLR.Training.Tests;

/// <summary>What holds for every fit of any table: the optimum where there is one, and the right verdict where there is none.</summary>
internal sealed class FitLaws
{
    private readonly RandomTable _table;
    private readonly TableDraw _draw;
    private readonly ReferenceFit? _reference;

    public FitLaws(TableDraw draw)
    {
        (_draw, _table) = (draw, new(draw));
        bool? hasOptimum = draw.L2 > 0 ? true : !_table.IsSeparable();
        _reference = hasOptimum == true ? _table.Reference() : null;
        HasOptimum = _reference is not null && FitAllowance.IsBeyondDouble(_reference) ? null : hasOptimum;
    }

    /// <summary>Null where rounding decides whether there is an optimum, or how far away it is: double can tell neither.</summary>
    public bool? HasOptimum { get; }

    /// <summary>Fits by every optimizer, and says what does not hold.</summary>
    public IEnumerable<string> Faults()
    {
        if (HasOptimum is null)
        {
            return [];
        }

        return
        [
            .. ((IOptimizer[])[new Lbfgs(), new Newton()]).SelectMany(FaultsOf),
            .. ((IOptimizer[])[new Adam(batchSize: 8), new GradientDescent(0.01)]).SelectMany(FaultsOfIterates),
        ];
    }

    public override string ToString() => _table.ToString();

    /// <summary>
    /// The table, its integers in the place of other units and offsets, and copies in the place of weights have the same probabilities:
    /// each has those of the same reference.
    /// </summary>
    private IEnumerable<string> FaultsOf(IOptimizer optimizer)
    {
        string name = optimizer.GetType().Name;
        bool isFreeOfUnits = (_draw.L2 == 0 || _draw.Standardize) && (_draw.Intercept || _table.Deviations().Min() > 0);
        return
        [
            .. FaultsOf(name, _table.Fit(optimizer), isStored: true),
            .. isFreeOfUnits ? FaultsOf($"{name}, integers", _table.Fit(optimizer, isStored: false), isStored: false) : [],
            .. _draw.Weights == WeightKind.Integers ? FaultsOf($"{name}, copies", _table.FitCopies(optimizer), isStored: true) : [],
        ];
    }

    private IEnumerable<string> FaultsOf(string name, FitResult fit, bool isStored)
    {
        if (_reference is null)
        {
            if (fit.Optimization.Stopped != StopReason.Separable)
            {
                yield return $"{name}: {fit.Optimization.Stopped} after {fit.Optimization.Iterations} updates, but separable";
            }

            yield break;
        }

        double estimate = fit.Optimization.EstimatedError ?? double.PositiveInfinity;
        FitAllowance allowance = new(_table, _reference, estimate * Underestimate(name));
        if (fit.Optimization.Stopped == StopReason.Converged && !(estimate <= FitAllowance.Tolerance))
        {
            yield return $"{name}: converged with an estimated error of {estimate:E1}";
        }

        if (fit.Optimization.Stopped != StopReason.Converged
            && (allowance.IsResolved || fit.Optimization.Stopped != StopReason.PrecisionLimit))
        {
            yield return $"{name}: {fit.Optimization.Stopped} after {fit.Optimization.Iterations} updates, but there is an optimum";
            yield break;
        }

        double off = Math.Abs(fit.Optimization.Cost - _reference.Cost);
        if (!(off <= allowance.Cost))
        {
            yield return $"{name}: cost {fit.Optimization.Cost:R}, not {_reference.Cost:R}, off by {off:E1}, allowed {allowance.Cost:E1}";
        }

        if (fit.Optimization.DualityGap is double gap && !(fit.Optimization.Cost - _reference.Cost <= gap + allowance.OfRounding))
        {
            yield return $"{name}: cost {fit.Optimization.Cost:R}, {fit.Optimization.Cost - _reference.Cost:E1} above the optimum, "
                + $"but the duality gap is {gap:E1}";
        }

        double[] probabilities = _table.Probabilities(fit, isStored);
        for (int i = 0; i < _table.Count; i++)
        {
            off = Math.Abs(probabilities[i] - _reference.Probabilities[i]);
            if (!(off <= allowance.Probabilities[i]))
            {
                yield return $"{name}: probability of example {i} {probabilities[i]:R}, not {_reference.Probabilities[i]:R}, "
                    + $"off by {off:E1}, allowed {allowance.Probabilities[i]:E1}";
                break;
            }
        }

        for (int j = 0; allowance.IsResolved && j < _table.Features; j++)
        {
            double got = _table.WeightPerDeviation(fit, j, isStored, _reference.Deviations[j]);
            double expected = _reference.Parameters[j].ToDouble() * _reference.Deviations[j];
            if (!(Math.Abs(got - expected) <= allowance.Weights[j]))
            {
                yield return $"{name}: weight {j} {got:R} per deviation, not {expected:R}, off by {Math.Abs(got - expected):E1}, "
                    + $"allowed {allowance.Weights[j]:E1}";
            }
        }
    }

    /// <summary>How many times the estimated error the error may be.</summary>
    /// <remarks>
    /// Newton's estimate is of the Hessian at the iterate. That of L-BFGS is of curvatures along its last steps, which change by a factor
    /// of 2 at most while no logit changes by more than ln 2. With a penalty no Hessian confirms it, so that it may be low by the
    /// condition number.
    /// </remarks>
    private double Underestimate(string name) =>
        name.StartsWith(nameof(Newton), StringComparison.Ordinal) ? 1 : _draw.L2 == 0 ? 2 : 2 * FitAllowance.ConditionNumber(_reference!);

    /// <summary>Optimizers that approach the optimum slowly: no cost is below the optimum's, and separability is never made up.</summary>
    private IEnumerable<string> FaultsOfIterates(IOptimizer optimizer)
    {
        FitResult fit = _table.Fit(optimizer, iterations: 20);
        double floor = _reference is null ? 0 : _reference.Cost - new FitAllowance(_table, _reference, 0).Cost;
        if (_reference is not null && fit.Optimization.Stopped == StopReason.Separable)
        {
            yield return $"{optimizer.GetType().Name}: separable, but there is an optimum";
        }

        if (fit.Optimization.Stopped != StopReason.Diverged && !(fit.Optimization.Cost >= floor))
        {
            yield return $"{optimizer.GetType().Name}: cost {fit.Optimization.Cost:R}, below the optimum {_reference?.Cost:R}";
        }
    }
}
