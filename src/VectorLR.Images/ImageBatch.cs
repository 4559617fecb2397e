using System.Runtime.ExceptionServices;

namespace VectorLR.Images;

/// <summary>Decodes images in parallel.</summary>
internal static class ImageBatch
{
    /// <summary>Decodes files into consecutive rows, without gaps for bad files.</summary>
    /// <param name="files">The files.</param>
    /// <param name="size">The height and width of the decoded images.</param>
    /// <param name="rows">Receives a row of 3 size^2 bytes for each good file, in file order.</param>
    /// <param name="onBad">Called for each bad file in order; null to throw for the first.</param>
    /// <param name="done">Called after each file, on any thread.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The good files.</returns>
    public static List<ImageFile> Decode(
        IReadOnlyList<ImageFile> files,
        int size,
        Memory<byte> rows,
        Action<DataException>? onBad,
        Action done,
        CancellationToken cancellation)
    {
        int row = RowLength(size);
        DataException?[] bad = new DataException?[files.Count];
        ParallelOptions options = new() { CancellationToken = cancellation };
        try
        {
            Parallel.For(0, files.Count, options, Decode);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        void Decode(int i, ParallelLoopState state)
        {
            try
            {
                ImageDecoder.Decode(files[i].Path, size, rows.Slice(i * row, row));
            }
            catch (DataException exception)
            {
                bad[i] = exception;
                if (onBad is null)
                {
                    // Earlier files are still decoded, so the error always names the first bad file.
                    state.Break();
                }
            }

            done();
        }

        List<ImageFile> good = [];
        for (int i = 0; i < files.Count; i++)
        {
            if (bad[i] is not DataException exception)
            {
                rows.Span.Slice(i * row, row).CopyTo(rows.Span[(good.Count * row)..]);
                good.Add(files[i]);
            }
            else if (onBad is null)
            {
                throw exception;
            }
            else
            {
                onBad(exception);
            }
        }

        return good;
    }

    /// <summary>Returns the number of bytes of one image.</summary>
    public static int RowLength(int size) => 3 * size * size;
}
