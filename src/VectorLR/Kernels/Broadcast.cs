using CommunityToolkit.HighPerformance;

namespace VectorLR;

public static partial class Kernels
{
    /// <summary>Computes a + b element by element, with NumPy's broadcasting: a side whose height or width is 1 repeats along it.</summary>
    /// <param name="a">Shape (r_a, c_a).</param>
    /// <param name="b">Shape (r_b, c_b); along each axis a and b are equal, or one of them is 1.</param>
    /// <param name="destination">Receives the sums: along each axis the size that is not 1. May be an input of that shape itself.</param>
    /// <exception cref="ArgumentException">The shapes do not broadcast, or the destination has another shape or overlaps.</exception>
    /// <remarks>Correctly rounded; the same bits on every CPU. A vector is a span of height or width 1. Source: NumPy's rules.</remarks>
    public static void Add(ReadOnlySpan2D<float> a, ReadOnlySpan2D<float> b, Span2D<float> destination) =>
        RunBroadcast<AddOperator, float>(a, b, destination);

    /// <inheritdoc cref="Add(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Add(ReadOnlySpan2D<double> a, ReadOnlySpan2D<double> b, Span2D<double> destination) =>
        RunBroadcast<AddOperator, double>(a, b, destination);

    /// <summary>Computes a - b element by element.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Subtract(ReadOnlySpan2D<float> a, ReadOnlySpan2D<float> b, Span2D<float> destination) =>
        RunBroadcast<SubtractOperator, float>(a, b, destination);

    /// <inheritdoc cref="Subtract(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Subtract(ReadOnlySpan2D<double> a, ReadOnlySpan2D<double> b, Span2D<double> destination) =>
        RunBroadcast<SubtractOperator, double>(a, b, destination);

    /// <summary>Computes a * b element by element.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Multiply(ReadOnlySpan2D<float> a, ReadOnlySpan2D<float> b, Span2D<float> destination) =>
        RunBroadcast<MultiplyOperator, float>(a, b, destination);

    /// <inheritdoc cref="Multiply(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Multiply(ReadOnlySpan2D<double> a, ReadOnlySpan2D<double> b, Span2D<double> destination) =>
        RunBroadcast<MultiplyOperator, double>(a, b, destination);

    /// <summary>Computes a / b element by element.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Divide(ReadOnlySpan2D<float> a, ReadOnlySpan2D<float> b, Span2D<float> destination) =>
        RunBroadcast<DivideOperator, float>(a, b, destination);

    /// <inheritdoc cref="Divide(ReadOnlySpan2D{float}, ReadOnlySpan2D{float}, Span2D{float})"/>
    public static void Divide(ReadOnlySpan2D<double> a, ReadOnlySpan2D<double> b, Span2D<double> destination) =>
        RunBroadcast<DivideOperator, double>(a, b, destination);

    private static void RunBroadcast<TOperator, T>(ReadOnlySpan2D<T> a, ReadOnlySpan2D<T> b, Span2D<T> destination)
        where TOperator : IBinaryOperator where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int height = BroadcastSize(a.Height, b.Height);
        int width = BroadcastSize(a.Width, b.Width);
        if (height < 0 || width < 0)
        {
            throw new ArgumentException($"shapes ({a.Height}, {a.Width}) and ({b.Height}, {b.Width}) do not broadcast", nameof(b));
        }

        if (destination.Height != height || destination.Width != width)
        {
            throw new ArgumentException(
                $"{nameof(destination)} has shape ({destination.Height}, {destination.Width}), but ({a.Height}, {a.Width}) and "
                + $"({b.Height}, {b.Width}) broadcast to ({height}, {width})",
                nameof(destination));
        }

        if (height == 0 || width == 0)
        {
            return;
        }

        BroadcastKernel<TOperator, T> kernel = new(a, b, destination);
        if (kernel.FindOverlap() is string overlapped)
        {
            throw new ArgumentException(
                $"{nameof(destination)} overlaps {overlapped}; it must be {overlapped} itself, in the same shape, or apart from it",
                nameof(destination));
        }

        Dispatch.Run<BroadcastKernel<TOperator, T>, T, Unit>(Cpu.Chosen, kernel);
    }

    /// <summary>The size of two axes together, or -1 where they do not go together.</summary>
    private static int BroadcastSize(int a, int b) => a == b || b == 1 ? a : a == 1 ? b : -1;
}

internal readonly unsafe ref struct BroadcastKernel<TOperator, T> : IKernel<T, Unit>
    where TOperator : IBinaryOperator where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Operand _a;
    private readonly Operand _b;
    private readonly Operand _destination;

    public BroadcastKernel(ReadOnlySpan2D<T> a, ReadOnlySpan2D<T> b, Span2D<T> destination)
    {
        _a = new(a);
        _b = new(b);
        _destination = new(destination);
    }

    public BroadcastKernel(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> destination)
    {
        _a = new(a);
        _b = new(b);
        _destination = new(destination);
    }

    Unit IKernel<T, Unit>.Run<TLanes>()
    {
        fixed (T* a = _a.Values, b = _b.Values, destination = _destination.Values)
        {
            for (nint row = 0; row < _destination.Height; row++)
            {
                Elementwise.Map<TOperator, T, TLanes>(
                    a + (row * _a.Step),
                    _a.Width < _destination.Width,
                    b + (row * _b.Step),
                    _b.Width < _destination.Width,
                    destination + (row * _destination.Step),
                    _destination.Width);
            }
        }

        return default;
    }

    /// <summary>The name of an input that the destination overlaps without being it, or null.</summary>
    public string? FindOverlap() => IsOverlapped(_a) ? "a" : IsOverlapped(_b) ? "b" : null;

    /// <summary>Whether the destination shares an element with an input that is not it. Columns side by side share none.</summary>
    private bool IsOverlapped(Operand input)
    {
        if (!input.Values.Overlaps(_destination.Values, out int offset))
        {
            return false;
        }

        bool same = input.Height == _destination.Height && input.Width == _destination.Width && input.Step == _destination.Step;
        if (same && offset == 0)
        {
            return false;
        }

        for (int row = 0; row < _destination.Height; row++)
        {
            // The input's last row that begins before this row ends, and whether it ends after this row's beginning.
            nint start = offset + (row * _destination.Step);
            nint last = start + _destination.Width - 1;
            nint nearest = last < 0 ? -1 : input.Step == 0 ? 0 : Math.Min(last / input.Step, input.Height - 1);
            if (nearest >= 0 && (nearest * input.Step) + input.Width > start)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A matrix as the elements from its first to its last and the step between rows, 0 where one row repeats.</summary>
    private readonly ref struct Operand
    {
        public readonly ReadOnlySpan<T> Values;
        public readonly nint Step;
        public readonly int Height;
        public readonly int Width;

        public Operand(ReadOnlySpan2D<T> matrix)
        {
            Values = Examples<T>.Flatten(matrix, out int stride);
            Height = matrix.Height;
            Width = matrix.Width;
            Step = Height == 1 ? 0 : stride;
        }

        public Operand(ReadOnlySpan<T> vector)
        {
            Values = vector;
            Height = 1;
            Width = vector.Length;
        }
    }
}
