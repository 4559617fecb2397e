using System.Reflection;
using Xunit;

namespace VectorLR.Tests;

/// <summary>Kernels allocate nothing on the heap, and on the stack no more than a bound that does not depend on the sizes.</summary>
public sealed class AllocationTests
{
    /// <summary>The 96 KiB that docs/design.md promises and some for the runtime. ARM64's C library gives no thread less.</summary>
    private const int Stack = 128 * 1024;

    /// <summary>One example; a tile; more examples, features or pairs of features than the stack has bytes.</summary>
    public static TheoryData<int, int> Shapes => new() { { 1, 30 }, { 600, 37 }, { 140_003, 17 }, { 17, 140_003 }, { 40, 500 } };

    [Fact]
    public void Every_public_kernel_is_tried()
    {
        MethodBase[] called = [.. new KernelCalls(1, 1).Called];
        MethodInfo[] kernels = typeof(Kernels).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly);
        Assert.NotEmpty(kernels);
        Assert.All(kernels, kernel => Assert.True(called.Contains(kernel), $"{kernel} is not called"));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Kernels_allocate_nothing(int count, int features)
    {
        foreach ((string name, Action run) in new KernelCalls(count, features).All)
        {
            // The first run compiles the code and initialises its statics.
            run();

            // Code that allocates does so in every run. A collection caused by another thread charges this thread once, with the rest of
            // its buffer.
            long allocated = long.MaxValue;
            for (int i = 0; i < 5 && allocated > 0; i++)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                run();
                allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Assert.True(allocated == 0, $"{name} of {count} x {features} allocates {allocated} bytes");
        }
    }

    /// <summary>An overflow of the stack ends the process, and the runtime then names the kernel.</summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void Kernels_run_on_a_small_stack(int count, int features)
    {
        KernelCalls calls = new(count, features);
        Run(0);

        // Once more where no room is needed to compile.
        Run(Stack);

        void Run(int maxStackSize)
        {
            Exception? error = null;
            Thread thread = new(() => error = Record.Exception(() => calls.All.ToList().ForEach(call => call.Run())), maxStackSize);
            thread.Start();
            thread.Join();
            Assert.Null(error);
        }
    }
}
