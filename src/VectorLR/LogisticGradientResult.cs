namespace VectorLR;

/// <summary>What one step over the examples yields beside dw.</summary>
/// <param name="Cost">J, the mean binary cross-entropy, in nats. Summed in double.</param>
/// <param name="BiasGradient">db, the mean of a - y. Summed in double.</param>
public readonly record struct LogisticGradientResult(double Cost, double BiasGradient);
