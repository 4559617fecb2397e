using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using VectorLR.Tests;

namespace VectorLR.Accuracy;

/// <summary>For each function: our kernel, the peer's, and the true value.</summary>
internal static class Functions
{
    public static readonly Function[] All = Enum.GetValues<Function>();

    /// <summary>The documented bound, in units in the last place.</summary>
    public static double Bound(Function function) => function is Function.Sigmoid or Function.Exp ? 1 : 2;

    /// <summary>How System.Numerics.Tensors has the function.</summary>
    public static string Peer(Function function) => function switch
    {
        Function.Sigmoid => "Sigmoid",
        Function.Exp => "Exp",
        Function.LogP1 => "LogP1",
        Function.Softplus => "LogP1 of Exp",
        _ => "Log of Sigmoid",
    };

    public static void RunPeer<T>(Function function, ReadOnlySpan<T> x, Span<T> destination)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (function)
        {
            case Function.Sigmoid:
                TensorPrimitives.Sigmoid(x, destination);
                break;
            case Function.Exp:
                TensorPrimitives.Exp(x, destination);
                break;
            case Function.LogP1:
                TensorPrimitives.LogP1(x, destination);
                break;
            case Function.Softplus:
                TensorPrimitives.Exp(x, destination);
                TensorPrimitives.LogP1<T>(destination, destination);
                break;
            default:
                TensorPrimitives.Sigmoid(x, destination);
                TensorPrimitives.Log<T>(destination, destination);
                break;
        }
    }

    public static void Run(Function function, ReadOnlySpan<float> x, Span<float> destination)
    {
        switch (function)
        {
            case Function.Sigmoid:
                Kernels.Sigmoid(x, destination);
                break;
            case Function.Exp:
                Kernels.Exp(x, destination);
                break;
            case Function.LogP1:
                Kernels.LogP1(x, destination);
                break;
            case Function.Softplus:
                Kernels.Softplus(x, destination);
                break;
            default:
                Kernels.LogSigmoid(x, destination);
                break;
        }
    }

    public static void Run(Function function, ReadOnlySpan<double> x, Span<double> destination)
    {
        switch (function)
        {
            case Function.Sigmoid:
                Kernels.Sigmoid(x, destination);
                break;
            case Function.Exp:
                Kernels.Exp(x, destination);
                break;
            case Function.LogP1:
                Kernels.LogP1(x, destination);
                break;
            case Function.Softplus:
                Kernels.Softplus(x, destination);
                break;
            default:
                Kernels.LogSigmoid(x, destination);
                break;
        }
    }

    /// <summary>The value for a finite argument at which there is one.</summary>
    public static Real Expected(Function function, double x) => function switch
    {
        Function.Sigmoid => Oracle.Sigmoid(x),
        Function.Exp => Oracle.Exp(x),
        Function.LogP1 => Oracle.LogP1(x),
        Function.Softplus => Oracle.Loss(x, 0),
        _ => -Oracle.Loss(x, 1),
    };

    /// <summary>The exact value at NaN, at the infinities and, for the logarithm, at -1 and below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsExact(Function function, double x, out double value)
    {
        bool isExact = !double.IsFinite(x) || (function == Function.LogP1 && x <= -1);
        value = isExact ? Exact(function, x) : 0;
        return isExact;
    }

    private static double Exact(Function function, double x) => function switch
    {
        _ when double.IsNaN(x) => double.NaN,
        Function.LogP1 => x == -1 ? double.NegativeInfinity : x < -1 ? double.NaN : double.PositiveInfinity,
        Function.Sigmoid => x > 0 ? 1 : 0,
        Function.LogSigmoid => x > 0 ? double.NegativeZero : double.NegativeInfinity,
        _ => x > 0 ? double.PositiveInfinity : 0,
    };
}
