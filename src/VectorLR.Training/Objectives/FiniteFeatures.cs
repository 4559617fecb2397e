using System.Numerics;

namespace VectorLR.Training;

/// <summary>Finds features that are NaN or infinite.</summary>
internal static class FiniteFeatures
{
    /// <summary>Throws for the first feature, in memory order, that is NaN or infinite.</summary>
    /// <exception cref="InvalidDataException">A feature is NaN or infinite; the message names its [example, feature].</exception>
    public static void Require<TX>(Examples<TX> examples, int firstExample = 0)
        where TX : unmanaged, INumberBase<TX>
    {
        bool byExample = examples.Layout == Layout.ExampleRows;
        (int rows, int columns) = byExample ? (examples.Count, examples.Features) : (examples.Features, examples.Count);
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<TX> values = examples.Values.Slice(columns == 0 ? 0 : row * examples.Stride, columns);
            for (int column = 0; column < values.Length; column++)
            {
                if (!TX.IsFinite(values[column]))
                {
                    (int example, int feature) = byExample ? (firstExample + row, column) : (firstExample + column, row);
                    throw new InvalidDataException(
                        $"the feature at [{example}, {feature}] is {double.CreateTruncating(values[column])}; "
                        + "features must be finite numbers");
                }
            }
        }
    }
}
