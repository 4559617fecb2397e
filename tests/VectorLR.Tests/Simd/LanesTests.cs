using System.Numerics;
using System.Runtime.InteropServices;
using Xunit;

namespace VectorLR.Tests;

/// <summary>The logical register's operations, one by one, against plain loops over its lanes.</summary>
public abstract unsafe class LanesTests<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly int s_lanes = 64 / sizeof(T);

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_load_and_a_store_keep_every_lane_in_its_place(Isa isa) => Probe(isa, RegisterOperation.Copy, (a, _, _, _) => a);

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_partial_load_fills_up_with_plus_zero(Isa isa)
    {
        using GuardedMemory memory = new(64);
        T[] values = Samples.Wide<T>(s_lanes, 1);
        for (int count = 0; count <= s_lanes; count++)
        {
            foreach (Placement place in Places)
            {
                T[] got = new T[s_lanes];
                T[] expected = [.. values.Select((value, k) => k < count ? value : T.Zero)];
                Run(isa, RegisterOperation.LoadPartial, memory.Input<T>(values.AsSpan(0, count), place), [], [], [], got, count);
                Describe(isa, count, place).SameBits<T>("lane", expected, got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_partial_store_writes_the_first_lanes_and_nothing_else(Isa isa)
    {
        using GuardedMemory memory = new(64);
        T[] values = Samples.Wide<T>(s_lanes, 2);
        for (int count = 0; count <= s_lanes; count++)
        {
            foreach (Placement place in Places)
            {
                Case run = Describe(isa, count, place);
                Span<T> got = memory.Output<T>(count, place);
                Run(isa, RegisterOperation.StorePartial, values, [], [], [], got, count);
                run.SameBits("lane", values.AsSpan(0, count), got);
                memory.AssertIntactAround<T>(got, run, "destination");
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Widening_converts_every_byte_exactly(Isa isa)
    {
        using GuardedMemory memory = new(64);
        for (int first = 0; first < 256; first += 8)
        {
            byte[] bytes = [.. Enumerable.Range(0, s_lanes).Select(k => (byte)(first + k))];
            for (int count = 0; count <= s_lanes; count++)
            {
                foreach (Placement place in Places)
                {
                    T[] got = new T[s_lanes];
                    T[] expected = [.. bytes.Select((value, k) => k < count ? T.CreateChecked(value) : T.Zero)];
                    RegisterOperation operation = count == s_lanes && first % 16 == 0
                        ? RegisterOperation.Widen
                        : RegisterOperation.WidenPartial;
                    Run(isa, operation, [], [], [], memory.Input<byte>(bytes.AsSpan(0, count), place), got, count);
                    (Describe(isa, count, place) with { Note = $"bytes from {first}" }).SameBits<T>("lane", expected, got);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Widening_converts_every_float_exactly(Isa isa)
    {
        using GuardedMemory memory = new(64);
        float[] special = SpecialValues.All<float>();
        for (int first = 0; first < special.Length; first++)
        {
            float[] floats = [.. special[first..], .. Samples.Wide<float>(s_lanes, first)];
            for (int count = 0; count <= s_lanes; count++)
            {
                foreach (Placement place in Places)
                {
                    T[] got = new T[s_lanes];
                    T[] expected = [.. floats.Take(s_lanes).Select((value, k) => k < count ? T.CreateChecked(value) : T.Zero)];
                    ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(memory.Input<float>(floats.AsSpan(0, count), place));
                    Run(isa, RegisterOperation.WidenFloatsPartial, [], [], [], bytes, got, count);
                    (Describe(isa, count, place) with { Note = $"floats from {special[first]}" }).SameBits<T>("lane", expected, got);
                    if (count == s_lanes)
                    {
                        got.AsSpan().Clear();
                        Run(isa, RegisterOperation.WidenFloats, [], [], [], bytes, got, count);
                        (Describe(isa, count, place) with { Note = $"floats from {special[first]}" }).SameBits<T>("lane", expected, got);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Arithmetic_is_that_of_the_lanes(Isa isa)
    {
        Probe(isa, RegisterOperation.Add, (a, b, _, _) => a + b);
        Probe(isa, RegisterOperation.Subtract, (a, b, _, _) => a - b);
        Probe(isa, RegisterOperation.Multiply, (a, b, _, _) => a * b);
        Probe(isa, RegisterOperation.Divide, (a, b, _, _) => a / b);
        Probe(isa, RegisterOperation.Abs, (a, _, _, _) => T.Abs(a));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Multiply_add_rounds_once(Isa isa)
    {
        Probe(isa, RegisterOperation.MultiplyAdd, (a, b, c, _) => T.FusedMultiplyAdd(a, b, c));
        Probe(isa, RegisterOperation.AddProduct, (a, b, c, _) => T.FusedMultiplyAdd(a, b, c));
        Probe(isa, RegisterOperation.AddProductFromMemory, (a, b, c, _) => T.FusedMultiplyAdd(a, b, c));
        Probe(isa, RegisterOperation.SubtractProduct, (a, b, c, _) => T.FusedMultiplyAdd(-b, c, a));

        // (1 + e)(1 - e) - 1 = -e^2, which two roundings would make 0.
        T e = T.ScaleB(T.One, typeof(T) == typeof(float) ? -20 : -40);
        T[] got = new T[s_lanes];
        Run(isa, RegisterOperation.MultiplyAdd, Repeat(T.One + e), Repeat(T.One - e), Repeat(-T.One), [], got, s_lanes);
        Describe(isa, s_lanes).SameBits<T>("lane", Repeat(-e * e), got);
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Selection_compares_as_IEEE_754_does_and_false_where_NaN(Isa isa) =>
        Probe(isa, RegisterOperation.SelectLess, (a, b, c, d) => a < b ? c : d);

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Selection_by_sign_looks_at_the_sign_bit_of_zero_and_NaN_too(Isa isa)
    {
        Probe(isa, RegisterOperation.SelectNegative, (a, b, c, _) => T.IsNegative(a) ? b : c);
        foreach (T positive in (ReadOnlySpan<T>)[T.Zero, T.PositiveInfinity, T.Epsilon, T.Abs(T.NaN)])
        {
            T[] signs = [.. Enumerable.Range(0, s_lanes).Select(k => k % 3 == 0 ? -positive : positive)];
            T[] got = new T[s_lanes];
            Run(isa, RegisterOperation.SelectNegative, signs, Repeat(T.One), Repeat(T.CreateChecked(2)), [], got, s_lanes);
            T[] expected = [.. signs.Select(sign => T.IsNegative(sign) ? T.One : T.CreateChecked(2))];
            (Describe(isa, s_lanes) with { Note = $"sign of {positive}" }).SameBits<T>("lane", expected, got);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void All_less_is_false_if_one_lane_is_not_less_or_is_NaN(Isa isa)
    {
        T[] got = new T[s_lanes];
        Run(isa, RegisterOperation.LessThanAll, Repeat(T.One), Repeat(T.BitIncrement(T.One)), [], [], got, s_lanes);
        Describe(isa, s_lanes).SameBits<T>("all", Repeat(T.One), got);
        for (int k = 0; k < s_lanes; k++)
        {
            foreach (T other in (ReadOnlySpan<T>)[T.BitIncrement(T.One), T.CreateChecked(2), T.PositiveInfinity, T.NaN, -T.NaN])
            {
                T[] values = Repeat(T.One);
                values[k] = other;
                Run(isa, RegisterOperation.LessThanAll, values, Repeat(T.BitIncrement(T.One)), [], [], got, s_lanes);
                (Describe(isa, s_lanes) with { Note = $"{other} in lane {k}" }).SameBits<T>("all", Repeat(T.Zero), got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void At_most_keeps_NaN_and_everything_below_the_limit(Isa isa)
    {
        foreach (T limit in (ReadOnlySpan<T>)[T.One, T.CreateChecked(104), SpecialValues.SmallestNormal<T>()])
        {
            foreach (T value in (ReadOnlySpan<T>)[.. SpecialValues.All<T>(), T.One, T.CreateChecked(104), T.CreateChecked(105)])
            {
                T[] got = new T[s_lanes];
                Run(isa, RegisterOperation.Min, Repeat(value), Repeat(limit), [], [], got, s_lanes);
                T expected = value > limit ? limit : value;
                (Describe(isa, s_lanes) with { Note = $"{value} at most {limit}" }).SameBits<T>("lane", Repeat(expected), got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void The_larger_of_two_is_the_second_where_either_is_NaN(Isa isa)
    {
        foreach (T a in SpecialValues.All<T>())
        {
            foreach (T b in SpecialValues.All<T>())
            {
                T[] got = new T[s_lanes];
                Run(isa, RegisterOperation.Larger, Repeat(a), Repeat(b), [], [], got, s_lanes);
                (Describe(isa, s_lanes) with { Note = $"the larger of {a} and {b}" }).SameBits<T>("lane", Repeat(a > b ? a : b), got);
            }
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_normal_power_of_two_is_made_from_its_shifted_exponent(Isa isa)
    {
        (int lowest, int highest) = typeof(T) == typeof(float) ? (-126, 127) : (-1022, 1023);
        for (int n = lowest; n <= highest - s_lanes + 1; n++)
        {
            T[] shifted = [.. Enumerable.Range(n, s_lanes).Select(k => T.CreateChecked(k) + Lanes.RoundingMagic<T>())];
            T[] expected = [.. Enumerable.Range(n, s_lanes).Select(k => T.ScaleB(T.One, k))];
            T[] got = new T[s_lanes];
            Run(isa, RegisterOperation.PowerOfTwo, shifted, [], [], [], got, s_lanes);
            (Describe(isa, s_lanes) with { Note = $"2^{n} and on" }).SameBits<T>("lane", expected, got);
        }
    }

    /// <summary>
    /// Each binade's ends, and the last number before the one next to the root of 2 and that one itself, where the exponent changes.
    /// </summary>
    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void Every_normal_number_has_the_exponent_of_the_nearest_power_of_two(Isa isa)
    {
        (int lowest, int highest) = typeof(T) == typeof(float) ? (-126, 127) : (-1022, 1023);
        T root = T.CreateChecked(Math.Sqrt(2));
        T[] low = [T.One, T.BitIncrement(T.One), T.BitDecrement(root)];
        T[] high = [root, T.BitIncrement(root), T.BitDecrement(T.CreateChecked(2))];
        for (int n = lowest; n <= highest; n++)
        {
            T[] values = [.. Enumerable.Range(0, s_lanes).Select(k => T.ScaleB(k % 2 == 0 ? low[k / 2 % 3] : high[k / 2 % 3], n))];
            T[] expected = [.. Enumerable.Range(0, s_lanes).Select(k => T.CreateChecked(n + (k % 2)))];
            T[] got = new T[s_lanes];
            Run(isa, RegisterOperation.Exponent, values, [], [], [], got, s_lanes);
            (Describe(isa, s_lanes) with { Note = $"from 2^{n} on" }).SameBits<T>("lane", expected, got);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.Each), MemberType = typeof(InstructionSets))]
    public void A_sum_adds_halves_then_quarters_down_to_one(Isa isa)
    {
        for (int seed = 0; seed < 50; seed++)
        {
            T[] values = Samples.Wide<T>(s_lanes, seed);
            T[] folded = [.. values];
            for (int half = s_lanes / 2; half > 0; half /= 2)
            {
                for (int k = 0; k < half; k++)
                {
                    folded[k] += folded[k + half];
                }
            }

            (T sum, double inDouble) = Dispatch.Run<RegisterSumKernel<T>, T, (T Sum, double InDouble)>(isa, new(values));
            Describe(isa, s_lanes).SameBits("sum", seed, folded[0], sum);

            double[] wide = Samples.ToDoubles<T>(values);
            for (int half = s_lanes / 2; half > 0; half /= 2)
            {
                for (int k = 0; k < half; k++)
                {
                    wide[k] += wide[k + half];
                }
            }

            Describe(isa, s_lanes).SameBits("sum in double", seed, wide[0], inDouble);
        }
    }

    private static Placement[] Places => [Placement.At(0), Placement.At(3), Placement.Start, Placement.End];

    private static T[] Repeat(T value) => [.. Enumerable.Repeat(value, s_lanes)];

    /// <summary>Random values, then every pair of special values, which meet in every lane.</summary>
    private static void Probe(Isa isa, RegisterOperation operation, Func<T, T, T, T, T> expected)
    {
        T[] special = [.. SpecialValues.All<T>(), T.One, -T.One];
        for (int seed = 0; seed < 20 + special.Length; seed++)
        {
            T[] a = seed < 20 ? Samples.Wide<T>(s_lanes, seed) : Repeat(special[seed - 20]);
            T[] b = seed < 20
                ? Samples.Wide<T>(s_lanes, seed + 100)
                : [.. special.Concat(special).Concat(special).Skip(seed % special.Length).Take(s_lanes)];
            T[] c = Samples.Wide<T>(s_lanes, seed + 200);
            T[] d = Samples.Wide<T>(s_lanes, seed + 300);
            T[] got = new T[s_lanes];
            Run(isa, operation, a, b, c, [], got, s_lanes, d);
            T[] lanes = [.. Enumerable.Range(0, s_lanes).Select(k => expected(a[k], b[k], c[k], d[k]))];
            (Describe(isa, s_lanes) with { Note = $"{operation} {a[0]} and others" }).SameBits<T>("lane", lanes, got);
        }
    }

    private static Case Describe(Isa isa, int count, Placement placement = default) =>
        new(isa, typeof(T), typeof(T)) { Shape = (1, count), Placement = placement };

    private static void Run(
        Isa isa,
        RegisterOperation operation,
        ReadOnlySpan<T> a,
        ReadOnlySpan<T> b,
        ReadOnlySpan<T> c,
        ReadOnlySpan<byte> bytes,
        Span<T> destination,
        int count,
        ReadOnlySpan<T> d = default) =>
        Dispatch.Run<RegisterKernel<T>, T, Unit>(isa, new(operation, a, b, c, d, bytes, destination, count));
}

public sealed class LanesOfFloats : LanesTests<float>;

public sealed class LanesOfDoubles : LanesTests<double>;
