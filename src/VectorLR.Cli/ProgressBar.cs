using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace VectorLR.Cli;

/// <summary>A bar on standard error with the rate and the time left, where that is a terminal; nothing where it is not.</summary>
internal static class ProgressBar
{
    /// <summary>Does some work and shows how far it is.</summary>
    /// <param name="what">What is being done.</param>
    /// <param name="unit">What is counted.</param>
    /// <param name="work">Gets null where nothing is to be shown.</param>
    public static T Run<T>(string what, string unit, Func<IProgress<(int Done, int Total)>?, T> work)
    {
        if (!Terminal.Error.Profile.Out.IsTerminal)
        {
            return work(null);
        }

        return Terminal.Error.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
                work(new Bar(context.AddTask(what), what, unit)));
    }

    private sealed class Bar(ProgressTask task, string what, string unit) : IProgress<(int Done, int Total)>
    {
        private readonly long _begin = Stopwatch.GetTimestamp();

        public void Report((int Done, int Total) value)
        {
            double rate = value.Done / Stopwatch.GetElapsedTime(_begin).TotalSeconds;
            task.MaxValue = value.Total;
            task.Value = value.Done;
            task.Description = string.Create(CultureInfo.InvariantCulture, $"{what}: {value.Done} of {value.Total} {unit}, {rate:F0} {unit}/s");
        }
    }
}
