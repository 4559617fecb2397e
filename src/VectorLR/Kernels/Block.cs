using System.Numerics;

namespace VectorLR;

/// <summary>A pinned block of examples and the two products that a step takes with it, whatever its layout and the arithmetic.</summary>
internal unsafe interface IBlock<TSelf, T>
    where TSelf : IBlock<TSelf, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Examples that go together in every multiple of which a block may be cut without a trace, when rows are examples.</summary>
    static abstract int Granularity { get; }

    int Count { get; }

    TSelf Slice(int start, int count);

    /// <summary>A slice that goes through the forward and then the backward product before the examples after it do.</summary>
    TSelf Group(int start, int count);

    /// <summary>z += w^T X.</summary>
    void AddForward<TLanes>(T* weights, T* z)
        where TLanes : unmanaged, ILanes<TLanes, T>;

    /// <summary>dw += X dz^T, where rows are features for <paramref name="cut"/> examples at a time, one sum after the other.</summary>
    void AddBackward<TLanes>(T* residual, T* weightGradient, int cut)
        where TLanes : unmanaged, ILanes<TLanes, T>;

    /// <summary>After the last backward product: leaves dw in the order of the features.</summary>
    void Finish(T* weightGradient);
}

/// <summary>A block whose values take part as numbers of the arithmetic's type, which bytes become on the way into the register.</summary>
internal readonly unsafe struct Block<TX, T> : IBlock<Block<TX, T>, T>
    where TX : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>
    /// A stretch of z this long stays in the first-level cache (8 KiB of doubles) while every feature is added to it; from memory a longer one, which stays in
    /// the second-level cache, is better, since every row that is begun costs (8192 x 12288 floats: 20 ms, not 34).
    /// </summary>
    private const int Stretch = 1024;

    private const int FarStretch = 8192;

    private readonly bool _isGroup;

    public Block(TX* origin, in Examples<TX> examples, bool isFar)
        : this(origin, examples.Stride, examples.Layout, examples.Count, examples.Features, isFar, isGroup: false)
    {
    }

    private Block(TX* origin, nint stride, Layout layout, int count, int features, bool isFar, bool isGroup)
    {
        Origin = origin;
        Stride = stride;
        Layout = layout;
        Count = count;
        Features = features;
        IsFar = isFar;
        _isGroup = isGroup;
    }

    public static int Granularity => 4;

    public int Count { get; }

    public int Features { get; }

    /// <summary>The first value.</summary>
    public TX* Origin { get; }

    /// <summary>From the start of one row to the next.</summary>
    public nint Stride { get; }

    public Layout Layout { get; }

    /// <summary>Whether X comes from memory.</summary>
    public bool IsFar { get; }

    public Block<TX, T> Slice(int start, int count) => Slice(start, count, _isGroup);

    public Block<TX, T> Group(int start, int count) => Slice(start, count, isGroup: true);

    private Block<TX, T> Slice(int start, int count, bool isGroup) =>
        new(Origin + (start * (Layout == Layout.ExampleRows ? Stride : 1)), Stride, Layout, count, Features, IsFar, isGroup);

    /// <summary>What to ask of memory in a loop that takes this many values of each row.</summary>
    public Asking AskingFor(int length) => IAsking.For<TX>(length, Stride, IsFar, _isGroup && Layout == Layout.ExampleRows);

    public void Finish(T* weightGradient)
    {
    }

    public void AddForward<TLanes>(T* weights, T* z)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (Layout == Layout.ExampleRows)
        {
            Rows.AddDots<TX, T, TLanes>(Origin, Stride, Count, weights, Features, z, AskingFor(Features));
            return;
        }

        int stretch = IsFar ? FarStretch : Stretch;
        for (int i = 0; i < Count; i += stretch)
        {
            int length = Math.Min(stretch, Count - i);
            Rows.AddScaled<TX, T, TLanes>(Origin + i, Stride, Features, weights, length, z + i, AskingFor(length));
        }
    }

    public void AddBackward<TLanes>(T* residual, T* weightGradient, int cut)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (Layout == Layout.ExampleRows)
        {
            Rows.AddScaled<TX, T, TLanes>(Origin, Stride, Count, residual, Features, weightGradient, AskingFor(Features));
        }
        else if (Count <= cut)
        {
            Rows.AddDots<TX, T, TLanes>(Origin, Stride, Features, residual, Count, weightGradient, AskingFor(Count));
        }
        else
        {
            // Along four rows before the next four: nothing to ask for, and dw has what it has with one cut of all rows before the next cut.
            for (int j = 0; j < Features; j += 4)
            {
                for (int i = 0; i < Count; i += cut)
                {
                    TX* x = Origin + (j * Stride) + i;
                    int rows = Math.Min(4, Features - j);
                    Rows.AddDots<TX, T, TLanes>(x, Stride, rows, residual + i, Math.Min(cut, Count - i), weightGradient + j, Asking.Nothing);
                }
            }
        }
    }
}
