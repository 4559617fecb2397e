namespace VectorLR;

/// <summary>What one step over the examples yields beside dw.</summary>
/// <param name="Cost">J, the mean binary cross-entropy, in nats; its sum from LogisticGradientSum.</param>
/// <param name="BiasGradient">db, the mean of dz = a - y; its sum from LogisticGradientSum.</param>
public readonly record struct LogisticGradientResult(double Cost, double BiasGradient);
