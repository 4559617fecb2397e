using CommunityToolkit.HighPerformance;
using Xunit;

namespace VectorLR.Training.Tests;

public sealed class ThreadTeamTests
{
    /// <summary>Pieces of work right after each other, so that threads late for one meet the next.</summary>
    [Fact]
    public void Every_part_is_done_once_in_many_pieces_of_work()
    {
        ThreadTeam team = new(threads: 4);
        int[] done = new int[64];
        int[] sizes = [1, 2, 3, 5, 8, 64];
        for (int piece = 0; piece < 20_000; piece++)
        {
            int parts = sizes[piece % sizes.Length];
            Array.Clear(done);
            team.Run(parts, part => Interlocked.Increment(ref done[part]));
            Assert.True(
                done.AsSpan(0, parts).IndexOfAnyExcept(1) < 0 && done.AsSpan(parts).IndexOfAnyExcept(0) < 0,
                $"piece {piece} of {parts} parts: done {string.Join(", ", done)} times");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_first_parts_exception_reaches_the_caller_and_the_next_work_is_whole(int threads)
    {
        ThreadTeam team = new(threads);
        for (int round = 0; round < 200; round++)
        {
            InvalidDataException exception = Assert.Throws<InvalidDataException>(() => team.Run(9, part =>
            {
                if (part % 4 == 2)
                {
                    throw new InvalidDataException($"part {part}");
                }
            }));
            Assert.Equal("part 2", exception.Message);
            int done = 0;
            team.Run(9, _ => Interlocked.Increment(ref done));
            Assert.Equal(9, done);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_pass_allocates_nothing(int threads)
    {
        const int Count = 400, Features = 5000;
        byte[] pixels = new byte[Count * Features];
        double[] labels = new double[Count];
        labels[7] = 1;
        IObjective objective = LogisticObjective.Create(
            new ReadOnlyMemory2D<byte>(pixels, Count, Features), labels, Precision.Single, new() { Threads = threads });
        double[] weights = new double[Features];
        double[] gradient = new double[Features];
        for (int i = 0; i < 5; i++)
        {
            objective.Evaluate(weights, 0, gradient);
        }

        // What allocates does so every time; what the pool's threads do for others at the same time is not this thread's.
        long least = long.MaxValue;
        for (int i = 0; i < 5; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            objective.Evaluate(weights, 0, gradient);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
