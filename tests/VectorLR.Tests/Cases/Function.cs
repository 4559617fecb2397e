namespace VectorLR.Tests;

/// <summary>The kernels that apply a function of one variable to every element.</summary>
public enum Function
{
    Sigmoid,
    SigmoidFast,
    Exp,
    LogP1,
    Softplus,
    LogSigmoid,
}
