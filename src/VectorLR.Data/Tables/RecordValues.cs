namespace VectorLR.Data;

/// <summary>The numbers of each record, in arrays that are not moved when another record is added.</summary>
/// <param name="features">The number of values of each record.</param>
internal sealed class RecordValues(int features)
{
    // In values. A longer record has an array of its own.
    private const int ArrayLength = 1 << 16;

    private readonly int _recordsPerArray = Math.Max(1, ArrayLength / Math.Max(1, features));
    private readonly List<double[]> _arrays = [];

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a record. Returns its values, which are to be set.</summary>
    public Span<double> Add()
    {
        (int array, int record) = Math.DivRem(Count, _recordsPerArray);
        if (array == _arrays.Count)
        {
            _arrays.Add(new double[_recordsPerArray * features]);
        }

        Count++;
        return _arrays[array].AsSpan(record * features, features);
    }

    /// <summary>Removes the last record.</summary>
    public void RemoveLast() => Count--;

    /// <summary>Returns the values of all records, one record after the other.</summary>
    public double[] ToArray()
    {
        double[] values = GC.AllocateUninitializedArray<double>(Count * features);
        Span<double> rest = values;
        foreach (double[] array in _arrays)
        {
            int length = Math.Min(array.Length, rest.Length);
            array.AsSpan(..length).CopyTo(rest);
            rest = rest[length..];
        }

        return values;
    }
}
