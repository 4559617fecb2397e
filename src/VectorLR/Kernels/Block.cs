using System.Numerics;

namespace VectorLR;

/// <summary>A pinned block of examples and the two products that a step takes with it, whatever its layout.</summary>
internal readonly unsafe struct Block<TX>
    where TX : unmanaged
{
    // A stretch of z this long stays in the first-level cache (8 KiB of doubles) while every feature is added to it.
    private const int Stretch = 1024;

    private readonly TX* _origin;
    private readonly nint _stride;
    private readonly Layout _layout;
    private readonly bool _isFar;

    public Block(TX* origin, in Examples<TX> examples, bool isFar)
        : this(origin, examples.Stride, examples.Layout, examples.Count, examples.Features, isFar)
    {
    }

    private Block(TX* origin, nint stride, Layout layout, int count, int features, bool isFar)
    {
        _origin = origin;
        _stride = stride;
        _layout = layout;
        Count = count;
        Features = features;
        _isFar = isFar;
    }

    public int Count { get; }

    public int Features { get; }

    public Block<TX> Slice(int start, int count) =>
        new(_origin + (start * (_layout == Layout.ExampleRows ? _stride : 1)), _stride, _layout, count, Features, _isFar);

    /// <summary>z += w^T X.</summary>
    public void AddForward<T, TLanes>(T* weights, T* z)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (_layout == Layout.ExampleRows)
        {
            Rows.AddDots<TX, T, TLanes>(_origin, _stride, Count, weights, Features, z, _isFar);
            return;
        }

        for (int i = 0; i < Count; i += Stretch)
        {
            Rows.AddScaled<TX, T, TLanes>(_origin + i, _stride, Features, weights, Math.Min(Stretch, Count - i), z + i, _isFar);
        }
    }

    /// <summary>dw += X dz^T.</summary>
    public void AddBackward<T, TLanes>(T* residual, T* weightGradient)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (_layout == Layout.ExampleRows)
        {
            Rows.AddScaled<TX, T, TLanes>(_origin, _stride, Count, residual, Features, weightGradient, _isFar);
        }
        else
        {
            Rows.AddDots<TX, T, TLanes>(_origin, _stride, Features, residual, Count, weightGradient, _isFar);
        }
    }
}
