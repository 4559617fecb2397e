namespace VectorLR.Training;

/// <summary>One iteration of an optimizer: its state before the update.</summary>
/// <param name="Number">The update's number, from 0.</param>
/// <param name="Cost">J before the update, in nats.</param>
/// <param name="GradientNorm">The largest absolute component of the gradient, db included.</param>
/// <param name="Passes">Passes over X so far.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct Iteration(int Number, double Cost, double GradientNorm, int Passes, TimeSpan Elapsed);
