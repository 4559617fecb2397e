namespace VectorLR.Training;

/// <summary>When an optimizer stops.</summary>
public sealed record StoppingOptions
{
    /// <summary>The most updates.</summary>
    public int Iterations { get; init; } = 1000;

    /// <summary>Stop when no component of the gradient, db included, is larger than this in absolute value.</summary>
    public double Tolerance { get; init; } = 1e-6;
}
