using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace VectorLR;

/// <summary>The two loops over rows of bytes, four at a time, for AVX2 and a CPU with <see cref="Subnormals"/> as fast as other numbers. The bits are those of <see cref="Rows"/>.</summary>
/// <remarks>
/// On Zen 3 a loop of bytes is bound by the units that widen, convert, multiply and add. In prototypes 16 columns of four rows took 2.2 ns in the forward product
/// without conversions and 2.6 with them; in the backward one, where 32 bytes are taken apart with masks, which any of four units has, 2.1 instead of 3.0
/// (2.6 if they are widened). To take bytes apart in the forward product needs two rows to a register, and more registers than there are: 4.6.
/// </remarks>
internal static unsafe class SubnormalRows
{
    /// <summary>Columns whose sums stand together, those of every fourth column from the first on, then from the second on, and so forth.</summary>
    private const int Together = 32;

    /// <summary>sums_i += row_i . vector, for a multiple of four rows and a vector that is scaled up.</summary>
    public static void AddDots(byte* x, nint stride, int rows, float* vector, int length, float* sums, Asking asking)
    {
        switch (asking)
        {
            case Asking.Onward:
                AddDots<AskOnward>(x, stride, rows, vector, length, sums);
                break;
            case Asking.NextRows:
                AddDots<AskNextRows>(x, stride, rows, vector, length, sums);
                break;
            case Asking.NextGroup:
                AddDots<AskNextGroup>(x, stride, rows, vector, length, sums);
                break;
            default:
                AddDots<AskNothing>(x, stride, rows, vector, length, sums);
                break;
        }
    }

    /// <summary>
    /// vector += scale_0 row_0 + scale_1 row_1 + ..., for a multiple of four rows, scales that are scaled up, and a vector that is arranged.
    /// </summary>
    public static void AddScaled(byte* x, nint stride, int rows, float* scales, int length, float* vector, Asking asking)
    {
        switch (asking)
        {
            case Asking.Onward:
                AddScaled<AskOnward>(x, stride, rows, scales, length, vector);
                break;
            case Asking.NextRows:
                AddScaled<AskNextRows>(x, stride, rows, scales, length, vector);
                break;
            case Asking.NextGroup:
                AddScaled<AskNextGroup>(x, stride, rows, scales, length, vector);
                break;
            default:
                AddScaled<AskNothing>(x, stride, rows, scales, length, vector);
                break;
        }
    }

    /// <summary>Puts the elements of an arranged vector in their order.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Restore(float* vector, int length)
    {
        for (int j = 0; j <= length - Together; j += Together)
        {
            // Lane i of the k-th of these is column 4 i + k.
            Vector256<float> first = Vector256.Load(vector + j);
            Vector256<float> second = Vector256.Load(vector + j + 8);
            Vector256<float> third = Vector256.Load(vector + j + 16);
            Vector256<float> fourth = Vector256.Load(vector + j + 24);
            Vector256<double> low = Avx.UnpackLow(first, second).AsDouble();
            Vector256<double> otherLow = Avx.UnpackLow(third, fourth).AsDouble();
            Vector256<double> high = Avx.UnpackHigh(first, second).AsDouble();
            Vector256<double> otherHigh = Avx.UnpackHigh(third, fourth).AsDouble();

            // Of each half, columns 0 to 3, 4 to 7, 8 to 11 and 12 to 15.
            Vector256<double> fours0 = Avx.UnpackLow(low, otherLow);
            Vector256<double> fours1 = Avx.UnpackHigh(low, otherLow);
            Vector256<double> fours2 = Avx.UnpackLow(high, otherHigh);
            Vector256<double> fours3 = Avx.UnpackHigh(high, otherHigh);
            Avx.Permute2x128(fours0, fours1, 0x20).AsSingle().Store(vector + j);
            Avx.Permute2x128(fours2, fours3, 0x20).AsSingle().Store(vector + j + 8);
            Avx.Permute2x128(fours0, fours1, 0x31).AsSingle().Store(vector + j + 16);
            Avx.Permute2x128(fours2, fours3, 0x31).AsSingle().Store(vector + j + 24);
        }
    }

    /// <summary>The opposite, which is needed but seldom.</summary>
    public static void Arrange(float* vector, int length)
    {
        float* ordered = stackalloc float[Together];
        for (int j = 0; j <= length - Together; j += Together)
        {
            new ReadOnlySpan<float>(vector + j, Together).CopyTo(new(ordered, Together));
            for (int k = 0; k < Together; k++)
            {
                vector[j + k] = ordered[(4 * (k % 8)) + (k / 8)];
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddDots<TAsking>(byte* x, nint stride, int rows, float* vector, int length, float* sums)
        where TAsking : IAsking
    {
        for (int row = 0; row < rows; row += 4)
        {
            AddFourDots<TAsking>(x, stride, TAsking.Ahead(x, stride, row, rows, isBackward: false), vector, length, sums + row);
            x += 4 * stride;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled<TAsking>(byte* x, nint stride, int rows, float* scales, int length, float* vector)
        where TAsking : IAsking
    {
        for (int row = 0; row < rows; row += 4)
        {
            AddFourScaled<TAsking>(x, stride, TAsking.Ahead(x, stride, row, rows, isBackward: true), scales + row, length, vector);
            x += 4 * stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFourDots<TAsking>(byte* x0, nint stride, byte* ahead, float* vector, int length, float* sums)
        where TAsking : IAsking
    {
        int lanes = Lanes.Count<float>();
        byte* x1 = x0 + stride;
        byte* x2 = x1 + stride;
        byte* x3 = x2 + stride;
        Lanes256<float> sum0 = Lanes256<float>.Broadcast(0);
        Lanes256<float> sum1 = sum0;
        Lanes256<float> sum2 = sum0;
        Lanes256<float> sum3 = sum0;
        nint j = 0;
        for (; j <= length - lanes; j += lanes)
        {
            TAsking.Ask(ahead, j, stride, lanes);
            Lanes256<float> v = Lanes256<float>.Load(vector + j);
            Lanes256<float>.AddProduct(ref sum0, Lanes256<float>.LoadSubnormal(x0, j), v);
            Lanes256<float>.AddProduct(ref sum1, Lanes256<float>.LoadSubnormal(x1, j), v);
            Lanes256<float>.AddProduct(ref sum2, Lanes256<float>.LoadSubnormal(x2, j), v);
            Lanes256<float>.AddProduct(ref sum3, Lanes256<float>.LoadSubnormal(x3, j), v);
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TAsking.Ask(ahead, j, stride, lanes);
            Lanes256<float> v = Lanes256<float>.LoadPartial(vector + j, rest);
            Lanes256<float>.AddProduct(ref sum0, Lanes256<float>.LoadSubnormalPartial(x0 + j, rest), v);
            Lanes256<float>.AddProduct(ref sum1, Lanes256<float>.LoadSubnormalPartial(x1 + j, rest), v);
            Lanes256<float>.AddProduct(ref sum2, Lanes256<float>.LoadSubnormalPartial(x2 + j, rest), v);
            Lanes256<float>.AddProduct(ref sum3, Lanes256<float>.LoadSubnormalPartial(x3 + j, rest), v);
        }

        Lanes256<float> down = Lanes256<float>.Broadcast(Subnormals.Down);
        Lanes256<float>.AddSums(sum0 * down, sum1 * down, sum2 * down, sum3 * down, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFourScaled<TAsking>(byte* x0, nint stride, byte* ahead, float* scales, int length, float* vector)
        where TAsking : IAsking
    {
        byte* x1 = x0 + stride;
        byte* x2 = x1 + stride;
        byte* x3 = x2 + stride;
        Vector256<float> scale0 = Vector256.Create(scales[0]);
        Vector256<float> scale1 = Vector256.Create(scales[1]);
        Vector256<float> scale2 = Vector256.Create(scales[2]);
        Vector256<float> scale3 = Vector256.Create(scales[3]);

        // Products as sums with -0, which leaves their bits: Zen 3 takes eight times as long to multiply a subnormal number without adding.
        Vector256<float> none = Vector256.Create(-0f);
        nint j = 0;
        for (; j <= length - Together; j += Together)
        {
            TAsking.Ask(ahead, j, stride, Together);
            Vector256<float> first = none;
            Vector256<float> second = none;
            Vector256<float> third = none;
            Vector256<float> fourth = none;
            AddProducts(x0 + j, scale0, ref first, ref second, ref third, ref fourth);
            AddProducts(x1 + j, scale1, ref first, ref second, ref third, ref fourth);
            AddProducts(x2 + j, scale2, ref first, ref second, ref third, ref fourth);
            AddProducts(x3 + j, scale3, ref first, ref second, ref third, ref fourth);
            Add(first, Subnormals.Down, vector + j);
            Add(second, Subnormals.Down / (1 << 8), vector + j + 8);
            Add(third, Subnormals.Down / (1 << 16), vector + j + 16);
            Add(fourth, Subnormals.Down, vector + j + 24);
        }

        if (j <= length - Lanes.Count<float>())
        {
            TAsking.Ask(ahead, j, stride, Lanes.Count<float>());
            Lanes256<float> sum = Sum(
                Lanes256<float>.LoadSubnormal(x0, j),
                Lanes256<float>.LoadSubnormal(x1, j),
                Lanes256<float>.LoadSubnormal(x2, j),
                Lanes256<float>.LoadSubnormal(x3, j),
                scales);
            Lanes256<float>.Store(Add(sum, Lanes256<float>.Load(vector + j)), vector + j);
            j += Lanes.Count<float>();
        }

        int rest = length - (int)j;
        if (rest > 0)
        {
            TAsking.Ask(ahead, j, stride, Lanes.Count<float>());
            Lanes256<float> sum = Sum(
                Lanes256<float>.LoadSubnormalPartial(x0 + j, rest),
                Lanes256<float>.LoadSubnormalPartial(x1 + j, rest),
                Lanes256<float>.LoadSubnormalPartial(x2 + j, rest),
                Lanes256<float>.LoadSubnormalPartial(x3 + j, rest),
                scales);
            Lanes256<float>.StorePartial(Add(sum, Lanes256<float>.LoadPartial(vector + j, rest)), vector + j, rest);
        }
    }

    /// <summary>The sum of four rows' products, where columns stand in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<float> Sum(Lanes256<float> x0, Lanes256<float> x1, Lanes256<float> x2, Lanes256<float> x3, float* scales)
    {
        Lanes256<float> sum = Lanes256<float>.Broadcast(-0f);
        Lanes256<float>.AddProduct(ref sum, x0, Lanes256<float>.Broadcast(scales[0]));
        Lanes256<float>.AddProduct(ref sum, x1, Lanes256<float>.Broadcast(scales[1]));
        Lanes256<float>.AddProduct(ref sum, x2, Lanes256<float>.Broadcast(scales[2]));
        Lanes256<float>.AddProduct(ref sum, x3, Lanes256<float>.Broadcast(scales[3]));
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes256<float> Add(Lanes256<float> sum, Lanes256<float> vector) =>
        Lanes256<float>.MultiplyAdd(sum, Lanes256<float>.Broadcast(Subnormals.Down), vector);

    /// <summary>Sums of products with every fourth byte of 32, from the first, second, third and fourth on, of which the second's are 2^8 times as large and the third's 2^16 times.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProducts(
        byte* x, Vector256<float> scale, ref Vector256<float> first, ref Vector256<float> second, ref Vector256<float> third, ref Vector256<float> fourth)
    {
        Vector256<int> bytes = Vector256.Load(x).AsInt32();
        first = Fma.MultiplyAdd((bytes & Vector256.Create(0xFF)).AsSingle(), scale, first);
        second = Fma.MultiplyAdd((bytes & Vector256.Create(0xFF00)).AsSingle(), scale, second);
        third = Fma.MultiplyAdd((bytes & Vector256.Create(0xFF0000)).AsSingle(), scale, third);
        fourth = Fma.MultiplyAdd((bytes >>> 24).AsSingle(), scale, fourth);
    }

    /// <summary>vector += sum * factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(Vector256<float> sum, float factor, float* vector) =>
        Fma.MultiplyAdd(sum, Vector256.Create(factor), Vector256.Load(vector)).Store(vector);
}
