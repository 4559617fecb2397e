using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;

namespace VectorLR.Tests;

/// <summary>Generic entry points for the public float and double overloads, so that one test covers both.</summary>
internal static class Entry
{
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) => typeof(T) == typeof(float)
        ? (T)(object)Kernels.Dot(As<T, float>(x), As<T, float>(y))
        : (T)(object)Kernels.Dot(As<T, double>(x), As<T, double>(y));

    public static T DotAccurate<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y) => typeof(T) == typeof(float)
        ? (T)(object)Kernels.DotAccurate(As<T, float>(x), As<T, float>(y))
        : (T)(object)Kernels.DotAccurate(As<T, double>(x), As<T, double>(y));

    public static void Sigmoid<T>(ReadOnlySpan<T> z, Span<T> a) => Map(Function.Sigmoid, z, a);

    public static void Map<T>(Function function, ReadOnlySpan<T> x, Span<T> destination)
    {
        if (typeof(T) == typeof(float))
        {
            Map(function, As<T, float>(x), As<T, float>(destination));
        }
        else
        {
            Map(function, As<T, double>(x), As<T, double>(destination));
        }
    }

    public static double LogLoss<T>(ReadOnlySpan<T> z, ReadOnlySpan<T> y) => typeof(T) == typeof(float)
        ? Kernels.LogLoss(As<T, float>(z), As<T, float>(y))
        : Kernels.LogLoss(As<T, double>(z), As<T, double>(y));

    public static void Residual<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> y, Span<T> dz)
    {
        if (typeof(T) == typeof(float))
        {
            Kernels.Residual(As<T, float>(a), As<T, float>(y), As<T, float>(dz));
        }
        else
        {
            Kernels.Residual(As<T, double>(a), As<T, double>(y), As<T, double>(dz));
        }
    }

    public static double BiasGradient<T>(ReadOnlySpan<T> dz) =>
        typeof(T) == typeof(float) ? Kernels.BiasGradient(As<T, float>(dz)) : Kernels.BiasGradient(As<T, double>(dz));

    public static void MatrixVector<T>(ReadOnlySpan2D<T> a, ReadOnlySpan<T> v, Span<T> u)
    {
        if (typeof(T) == typeof(float))
        {
            Kernels.MatrixVector(As<T, float>(a), As<T, float>(v), As<T, float>(u));
        }
        else
        {
            Kernels.MatrixVector(As<T, double>(a), As<T, double>(v), As<T, double>(u));
        }
    }

    public static void Affine<TX, T>(Examples<TX> x, ReadOnlySpan<T> weights, T bias, Span<T> z)
        where TX : unmanaged
    {
        if (typeof(TX) == typeof(byte) && typeof(T) == typeof(float))
        {
            Kernels.Affine(As<TX, byte>(x), As<T, float>(weights), (float)(object)bias!, As<T, float>(z));
        }
        else if (typeof(TX) == typeof(byte))
        {
            Kernels.Affine(As<TX, byte>(x), As<T, double>(weights), (double)(object)bias!, As<T, double>(z));
        }
        else if (typeof(T) == typeof(float))
        {
            Kernels.Affine(As<TX, float>(x), As<T, float>(weights), (float)(object)bias!, As<T, float>(z));
        }
        else
        {
            Kernels.Affine(As<TX, double>(x), As<T, double>(weights), (double)(object)bias!, As<T, double>(z));
        }
    }

    public static void WeightGradient<TX, T>(Examples<TX> x, ReadOnlySpan<T> dz, Span<T> dw)
        where TX : unmanaged
    {
        if (typeof(TX) == typeof(byte) && typeof(T) == typeof(float))
        {
            Kernels.WeightGradient(As<TX, byte>(x), As<T, float>(dz), As<T, float>(dw));
        }
        else if (typeof(TX) == typeof(byte))
        {
            Kernels.WeightGradient(As<TX, byte>(x), As<T, double>(dz), As<T, double>(dw));
        }
        else if (typeof(T) == typeof(float))
        {
            Kernels.WeightGradient(As<TX, float>(x), As<T, float>(dz), As<T, float>(dw));
        }
        else
        {
            Kernels.WeightGradient(As<TX, double>(x), As<T, double>(dz), As<T, double>(dw));
        }
    }

    public static LogisticGradientResult LogisticGradient<TX, T>(
        Examples<TX> x, ReadOnlySpan<T> y, ReadOnlySpan<T> weights, T bias, Span<T> dw)
        where TX : unmanaged
    {
        if (typeof(TX) == typeof(byte))
        {
            return typeof(T) == typeof(float)
                ? Kernels.LogisticGradient(As<TX, byte>(x), As<T, float>(y), As<T, float>(weights), (float)(object)bias!, As<T, float>(dw))
                : Kernels.LogisticGradient(
                    As<TX, byte>(x), As<T, double>(y), As<T, double>(weights), (double)(object)bias!, As<T, double>(dw));
        }

        return typeof(T) == typeof(float)
            ? Kernels.LogisticGradient(As<TX, float>(x), As<T, float>(y), As<T, float>(weights), (float)(object)bias!, As<T, float>(dw))
            : Kernels.LogisticGradient(
                As<TX, double>(x), As<T, double>(y), As<T, double>(weights), (double)(object)bias!, As<T, double>(dw));
    }

    public static void Broadcast<T>(Operation operation, ReadOnlySpan2D<T> a, ReadOnlySpan2D<T> b, Span2D<T> destination)
    {
        if (typeof(T) == typeof(float))
        {
            Broadcast(operation, As<T, float>(a), As<T, float>(b), As<T, float>(destination));
        }
        else
        {
            Broadcast(operation, As<T, double>(a), As<T, double>(b), As<T, double>(destination));
        }
    }

    private static void Map(Function function, ReadOnlySpan<float> x, Span<float> destination)
    {
        switch (function)
        {
            case Function.Sigmoid:
                Kernels.Sigmoid(x, destination);
                break;
            case Function.SigmoidFast:
                Kernels.SigmoidFast(x, destination);
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

    private static void Map(Function function, ReadOnlySpan<double> x, Span<double> destination)
    {
        switch (function)
        {
            case Function.Sigmoid:
                Kernels.Sigmoid(x, destination);
                break;
            case Function.SigmoidFast:
                Kernels.SigmoidFast(x, destination);
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

    private static void Broadcast(Operation operation, ReadOnlySpan2D<float> a, ReadOnlySpan2D<float> b, Span2D<float> destination)
    {
        switch (operation)
        {
            case Operation.Add:
                Kernels.Add(a, b, destination);
                break;
            case Operation.Subtract:
                Kernels.Subtract(a, b, destination);
                break;
            case Operation.Multiply:
                Kernels.Multiply(a, b, destination);
                break;
            default:
                Kernels.Divide(a, b, destination);
                break;
        }
    }

    private static void Broadcast(Operation operation, ReadOnlySpan2D<double> a, ReadOnlySpan2D<double> b, Span2D<double> destination)
    {
        switch (operation)
        {
            case Operation.Add:
                Kernels.Add(a, b, destination);
                break;
            case Operation.Subtract:
                Kernels.Subtract(a, b, destination);
                break;
            case Operation.Multiply:
                Kernels.Multiply(a, b, destination);
                break;
            default:
                Kernels.Divide(a, b, destination);
                break;
        }
    }

    // The type argument is checked by the caller: these rename a type that is already the right one.
    internal static ReadOnlySpan<TTo> As<TFrom, TTo>(ReadOnlySpan<TFrom> span) =>
        Unsafe.As<ReadOnlySpan<TFrom>, ReadOnlySpan<TTo>>(ref span);

    private static Span<TTo> As<TFrom, TTo>(Span<TFrom> span) => Unsafe.As<Span<TFrom>, Span<TTo>>(ref span);

    private static ReadOnlySpan2D<TTo> As<TFrom, TTo>(ReadOnlySpan2D<TFrom> span) =>
        Unsafe.As<ReadOnlySpan2D<TFrom>, ReadOnlySpan2D<TTo>>(ref span);

    private static Span2D<TTo> As<TFrom, TTo>(Span2D<TFrom> span) => Unsafe.As<Span2D<TFrom>, Span2D<TTo>>(ref span);

    private static Examples<TTo> As<TFrom, TTo>(Examples<TFrom> x)
        where TFrom : unmanaged
        where TTo : unmanaged => Unsafe.As<Examples<TFrom>, Examples<TTo>>(ref x);
}
