using System.CommandLine;
using System.CommandLine.Parsing;
using Spectre.Console;
using VectorLR;
using VectorLR.Cli;
using VectorLR.Cli.Commands;
using VectorLR.Data;
using VectorLR.Training;

StandardError.Install();
Interruption.Listen();

RootCommand root = new("Logistic regression at the speed of the memory bus. Without a command, it runs a demonstration on this CPU.")
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

// An argument that begins with @ is just that: the parser would read a file of arguments.
ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (parsed.Errors.Count > 0)
{
    return Failure(ParseFailure.Message(parsed), ExitCode.BadInput);
}

// A process that forces an instruction set has chosen; help and completion compute nothing.
if (Cpu.IsBelowHardware && Environment.GetEnvironmentVariable(Cpu.IsaVariable) is null or ""
    && parsed.Action is not System.CommandLine.Help.HelpAction && parsed.CommandResult.Command.Name != "completion")
{
    Console.Error.WriteLine(
        "vectorlr: warning: this native binary was compiled without AVX2, which this CPU has. It takes about a hundred times as long."
        + " Publish it with -p:IlcInstructionSet=x86-64-v3.");
}

try
{
    InvocationConfiguration configuration = new()
    {
        EnableDefaultExceptionHandler = false,

        // Interruption handles the signals.
        ProcessTerminationTimeout = null,
    };
    int code = await parsed.InvokeAsync(configuration, Interruption.Token);
    if (code == ExitCode.Done && Interruption.Token.IsCancellationRequested)
    {
        return Failure("interrupted at the end; everything was written", ExitCode.Interrupted);
    }

    Interruption.End();
    return code;
}
catch (Exception exception) when (exception is DataException or UsageException or PlatformNotSupportedException)
{
    return Failure(exception.Message, ExitCode.BadInput);
}
catch (OperationCanceledException)
{
    return Failure(AtomicFile.HasWritten ? "interrupted" : "interrupted; nothing was written", ExitCode.Interrupted);
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    return Failure(exception.Message, ExitCode.Failed);
}
catch (OutOfMemoryException)
{
    return Failure("not enough memory; use a .npy file of bytes or floats, which is mapped instead of loaded", ExitCode.Failed);
}
catch (Exception exception)
{
    // For a library that cannot be loaded, the innermost exception has the cause.
    return Failure($"unexpected: {exception.GetBaseException().GetType().Name}: {exception.GetBaseException().Message}", ExitCode.Failed);
}

static int Failure(string message, int code)
{
    Interruption.End();
    Console.Error.WriteLine($"vectorlr: {message.ReplaceLineEndings(" ")}");
    return code;
}
