using VectorLR.Training;

namespace VectorLR.Data;

/// <summary>Labels as 0 and 1, with the names of both classes.</summary>
/// <param name="Labels">y, length m: 1 for the positive class, 0 for every other.</param>
/// <param name="Names">The names of 0 and 1 in the data.</param>
/// <param name="Inferred">
/// True when no positive value was given and the two classes are not 0 and 1, so the order of their names decides.
/// </param>
/// <remarks>Equality compares the values of the labels.</remarks>
public sealed record EncodedLabels(ReadOnlyMemory<double> Labels, LabelNames Names, bool Inferred)
{
    private readonly MemoryContents<double> _labels = new(Labels);

    /// <summary>y, length m: 1 for the positive class, 0 for every other.</summary>
    public ReadOnlyMemory<double> Labels
    {
        get => _labels.Memory;
        init => _labels = new(value);
    }
}
