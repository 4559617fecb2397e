namespace VectorLR.Training;

/// <summary>Tells slow progress from rounding: for how many updates neither the cost nor the estimated error has been lower.</summary>
internal sealed class Stagnation
{
    /// <summary>Updates without a new minimum after which the rest is rounding. A step that counts lowers the cost.</summary>
    private const int MaxUpdates = 20;

    /// <summary>The lowest cost, the lowest estimated error, and the update at which one of them was found.</summary>
    private double[] _lowest = [];

    /// <summary>The state, for a checkpoint: empty or of length three.</summary>
    public double[] State
    {
        get => _lowest;
        set => _lowest = value;
    }

    /// <summary>Records an iterate. Returns whether the run stagnates.</summary>
    public bool IsReached(int iterations, double cost, double error)
    {
        error = double.IsNaN(error) ? double.MaxValue : Math.Min(error, double.MaxValue);
        if (_lowest.Length == 0)
        {
            _lowest = [cost, error, iterations];
        }
        else if (cost < _lowest[0] || error < _lowest[1])
        {
            _lowest = [Math.Min(cost, _lowest[0]), Math.Min(error, _lowest[1]), iterations];
        }

        return iterations - _lowest[2] >= MaxUpdates;
    }
}
