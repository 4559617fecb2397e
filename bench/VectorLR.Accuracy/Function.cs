namespace VectorLR.Accuracy;

/// <summary>The float and double kernels of one variable that are measured.</summary>
internal enum Function
{
    Sigmoid,
    Exp,
    LogP1,
    Softplus,
    LogSigmoid,
}
