using System.Runtime.InteropServices;

namespace VectorLR.Images;

/// <summary>Memory that is freed at once, so that large pictures do not wait for the garbage collector.</summary>
internal sealed unsafe class NativeBuffer(int length) : IDisposable
{
    private byte* _bytes = (byte*)NativeMemory.Alloc((nuint)length);

    public nint Address => (nint)_bytes;

    public Span<byte> Span => new(_bytes, length);

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }
}
