using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using VectorLR;
using VectorLR.Cli;
using VectorLR.Cli.Commands;
using VectorLR.Data;

RootCommand root = new("Logistic regression at the speed of the memory bus. Without a command: a demonstration on this CPU.")
{
    InfoCommand.Create(),
    SpeedupCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    PredictCommand.Create(),
    ExportCommand.Create(),
    ExplainCommand.Create(),
    ConvertCommand.Create(),
    VerifyCommand.Create(),
    CompletionCommand.Create(),
};
HelpExamples.AddTo(root);
root.SetAction((_, cancellation) => DemonstrationCommand.Run(cancellation));

ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    // The parser's own messages may run over several lines, with tabs.
    return Failure(
        string.Join("; ", parsed.Errors.Select(error => string.Join(' ', error.Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))),
        ExitCode.BadInput);
}

try
{
    InvocationConfiguration configuration = new()
    {
        EnableDefaultExceptionHandler = false,

        // A pass over the largest data may take longer than the default two seconds to finish after Ctrl-C.
        ProcessTerminationTimeout = TimeSpan.FromMinutes(1),
    };
    return await parsed.InvokeAsync(configuration);
}
catch (Exception exception) when (exception is DataException or UsageException or PlatformNotSupportedException)
{
    return Failure(exception.Message, ExitCode.BadInput);
}
catch (OperationCanceledException)
{
    return Failure("interrupted; nothing was written", ExitCode.Failed);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    return Failure(exception.Message, ExitCode.Failed);
}
catch (OutOfMemoryException)
{
    return Failure("there is not enough memory; a .npy of bytes or floats is not read into memory but mapped", ExitCode.Failed);
}
catch (Exception exception)
{
    // A library that cannot be loaded says so in the innermost exception.
    return Failure($"unexpected: {exception.GetBaseException().GetType().Name}: {exception.GetBaseException().Message}", ExitCode.Failed);
}

static int Failure(string message, int code)
{
    Console.Error.WriteLine($"vectorlr: {message.ReplaceLineEndings(" ")}");
    return code;
}
