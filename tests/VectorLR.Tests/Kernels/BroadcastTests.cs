using System.Numerics;
using System.Runtime.CompilerServices;
using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Tests;

public enum Operation
{
    Add,
    Subtract,
    Multiply,
    Divide,
}

public abstract class BroadcastTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static ReadOnlySpan<byte> Sentinels =>
    [
        GuardedMemory.Sentinel, GuardedMemory.Sentinel, GuardedMemory.Sentinel, GuardedMemory.Sentinel,
        GuardedMemory.Sentinel, GuardedMemory.Sentinel, GuardedMemory.Sentinel, GuardedMemory.Sentinel,
    ];

    public static TheoryData<Isa, Operation> EachOperation
    {
        get
        {
            TheoryData<Isa, Operation> rows = [];
            foreach (Isa isa in InstructionSets.Runnable)
            {
                foreach (Operation operation in Enum.GetValues<Operation>())
                {
                    rows.Add(isa, operation);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(EachOperation))]
    public void Every_shape_that_broadcasts_is_correctly_rounded(Isa isa, Operation operation)
    {
        using Operands operands = new(1024, 8 * 1024);
        foreach (int height in (ReadOnlySpan<int>)[1, 2, 5])
        {
            foreach (int width in (ReadOnlySpan<int>)[1, 2, 7, 8, 9, 15, 16, 17, 31, 32, 33, 67])
            {
                for (int repeated = 0; repeated < 16; repeated++)
                {
                    // Each bit makes one axis of one side 1.
                    (int, int) a = ((repeated & 1) == 0 ? height : 1, (repeated & 2) == 0 ? width : 1);
                    (int, int) b = ((repeated & 4) == 0 ? height : 1, (repeated & 8) == 0 ? width : 1);
                    Check(isa, operation, operands, a, b, repeated % 3, Placement.At(repeated));
                    Check(isa, operation, operands, a, b, 0, Placement.Start);
                    Check(isa, operation, operands, a, b, 1, Placement.End);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(EachOperation))]
    public void Every_pair_of_special_values_follows_IEEE_754(Isa isa, Operation operation)
    {
        // Every pair stands at many positions, since the sets' sizes and the row lengths have no common divisor.
        T[] special = [.. SpecialValues.All<T>(), T.One, -T.One, T.CreateTruncating(3)];
        int n = special.Length;
        T[] a = new T[n * n];
        T[] b = new T[n * n];
        for (int i = 0; i < n * n; i++)
        {
            a[i] = special[i / n];
            b[i] = special[i % n];
        }

        foreach (int width in (ReadOnlySpan<int>)[1, 7, 16, 19, n * n])
        {
            int height = n * n / width;
            T[] got = new T[height * width];
            Run(isa, operation, Span(a, height, width), Span(b, height, width), Span(got, height, width));
            T[] expected = [.. Enumerable.Range(0, got.Length).Select(i => Apply(operation, a[i], b[i]))];
            Describe(isa, operation, height, width).SameBits<T>("result", expected, got);
        }
    }

    [Theory]
    [MemberData(nameof(EachOperation))]
    public void The_destination_may_be_an_input_of_its_shape(Isa isa, Operation operation)
    {
        const int Height = 3;
        const int Width = 21;
        T[] a = Samples.Wide<T>(Height * Width, 3);
        T[] b = Samples.Wide<T>(Height * Width, 4);
        T[] expected = [.. a.Zip(b, (left, right) => Apply(operation, left, right))];
        T[] first = [.. a];
        T[] second = [.. b];
        Run(isa, operation, Span(first, Height, Width), Span(b, Height, Width), Span(first, Height, Width));
        Run(isa, operation, Span(a, Height, Width), Span(second, Height, Width), Span(second, Height, Width));
        Describe(isa, operation, Height, Width).SameBits<T>("over a", expected, first);
        Describe(isa, operation, Height, Width).SameBits<T>("over b", expected, second);
    }

    [Theory]
    [InlineData(Operation.Add)]
    [InlineData(Operation.Subtract)]
    [InlineData(Operation.Multiply)]
    [InlineData(Operation.Divide)]
    public void The_public_entry_broadcasts_a_column_over_a_row_and_takes_empty_shapes(Operation operation)
    {
        T[] column = Samples.Wide<T>(3, 5);
        T[] row = Samples.Wide<T>(21, 6);
        T[] got = new T[63];
        Entry.Broadcast<T>(operation, Span(column, 3, 1), Span(row, 1, 21), Span(got, 3, 21));
        T[] expected = [.. from left in column from right in row select Apply(operation, left, right)];
        Describe(Cpu.Isa, operation, 3, 21).SameBits<T>("result", expected, got);

        Entry.Broadcast<T>(operation, Span([], 0, 5), Span(row[..5], 1, 5), Span([], 0, 5));
        Entry.Broadcast<T>(operation, Span([], 3, 0), Span(column, 3, 1), Span([], 3, 0));
    }

    private static void Check(
        Isa isa, Operation operation, Operands operands, (int Height, int Width) a, (int Height, int Width) b, int pitch,
        Placement placement)
    {
        int height = Math.Max(a.Height, b.Height);
        int width = Math.Max(a.Width, b.Width);
        T[] left = Samples.Wide<T>(a.Height * a.Width, 1);
        T[] right = Samples.Wide<T>(b.Height * b.Width, 2);
        Case run = Describe(isa, operation, height, width) with { Placement = placement, Stride = width + pitch };
        Span<T> destination = operands.Destination.Output<T>(((height - 1) * (width + pitch)) + width, placement);
        Run(
            isa,
            operation,
            Place(operands.First, left, a, pitch, placement),
            Place(operands.Second, right, b, pitch, placement),
            Span2D<T>.DangerousCreate(ref destination[0], height, width, pitch));
        operands.Destination.AssertIntactAround<T>(destination, run, "destination");
        T sentinel = Unsafe.ReadUnaligned<T>(in Sentinels[0]);
        for (int i = 0; i < destination.Length; i++)
        {
            int row = i / (width + pitch);
            int column = i % (width + pitch);
            T expected = column < width
                ? Apply(operation, At(left, a, row, column), At(right, b, row, column))
                : sentinel;
            run.SameBits(column < width ? "result" : "gap", i, expected, destination[i]);
        }
    }

    private static T At(T[] values, (int Height, int Width) shape, int row, int column) =>
        values[((shape.Height == 1 ? 0 : row) * shape.Width) + (shape.Width == 1 ? 0 : column)];

    private static ReadOnlySpan2D<T> Place(GuardedMemory memory, T[] values, (int Height, int Width) shape, int pitch, Placement placement)
    {
        int stride = shape.Width + pitch;
        Span<T> span = memory.Place<T>(((shape.Height - 1) * stride) + shape.Width, placement, GuardedMemory.Poison);
        for (int i = 0; i < shape.Height; i++)
        {
            values.AsSpan(i * shape.Width, shape.Width).CopyTo(span[(i * stride)..]);
        }

        return ReadOnlySpan2D<T>.DangerousCreate(in span[0], shape.Height, shape.Width, pitch);
    }

    private static Span2D<T> Span(T[] values, int height, int width) => new(values, 0, height, width, 0);

    private static T Apply(Operation operation, T a, T b) => operation switch
    {
        Operation.Add => a + b,
        Operation.Subtract => a - b,
        Operation.Multiply => a * b,
        _ => a / b,
    };

    private static Case Describe(Isa isa, Operation operation, int height, int width) =>
        new(isa, typeof(T), typeof(T)) { Shape = (height, width), Note = operation.ToString() };

    private static Unit Run(Isa isa, Operation operation, ReadOnlySpan2D<T> a, ReadOnlySpan2D<T> b, Span2D<T> destination) =>
        operation switch
        {
            Operation.Add => Dispatch.Run<BroadcastKernel<AddOperator, T>, T, Unit>(isa, new(a, b, destination)),
            Operation.Subtract => Dispatch.Run<BroadcastKernel<SubtractOperator, T>, T, Unit>(isa, new(a, b, destination)),
            Operation.Multiply => Dispatch.Run<BroadcastKernel<MultiplyOperator, T>, T, Unit>(isa, new(a, b, destination)),
            _ => Dispatch.Run<BroadcastKernel<DivideOperator, T>, T, Unit>(isa, new(a, b, destination)),
        };
}

public sealed class BroadcastOfFloats : BroadcastTests<float>;

public sealed class BroadcastOfDoubles : BroadcastTests<double>;
