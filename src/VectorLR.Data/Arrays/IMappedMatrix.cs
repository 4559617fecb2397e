namespace VectorLR.Data;

/// <summary>A <see cref="MappedMatrix{T}"/> of any type.</summary>
internal interface IMappedMatrix : IDisposable
{
    /// <summary>Returns another user of the file, which stays mapped until the result is disposed.</summary>
    /// <exception cref="ObjectDisposedException">This object is disposed.</exception>
    IDisposable Share();
}
