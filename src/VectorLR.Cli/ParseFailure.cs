using System.CommandLine;
using System.CommandLine.Parsing;

namespace VectorLR.Cli;

/// <summary>Says in one line what is wrong with a command line, and names what is nearly right.</summary>
internal static class ParseFailure
{
    /// <summary>Accepts only some values of an option, which completion offers.</summary>
    public static void AcceptOnly<T>(this Option<T> option, params string[] values)
    {
        option.AcceptOnlyFromAmong(values);
        option.Validators.Clear();
        option.Validators.Add(result =>
        {
            foreach (Token token in result.Tokens.Where(token => !values.Contains(token.Value)))
            {
                result.AddError($"{option.Name} {token.Value}: expected {List(values)}{NearMiss.Suggest(token.Value, values)}");
            }
        });
    }

    /// <summary>Returns the message for a command line with errors.</summary>
    public static string Message(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [string unmatched, ..])
        {
            // An option that does not exist may have been taken for an argument, and the rest may belong to what was meant.
            IEnumerable<string> arguments = parsed.CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens).Select(token => token.Value);
            string first = arguments.Append(unmatched).FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal), unmatched);
            string[] options = [.. command.Options.SelectMany(option => option.Aliases.Prepend(option.Name))];
            string[] commands = [.. command.Subcommands.Select(sub => sub.Name)];
            bool isOption = first.StartsWith('-');
            string place = command is RootCommand ? "" : $"{command.Name}: ";
            return isOption ? $"{place}found no option '{first}'{NearMiss.Suggest(first, options)}"
                : commands.Length > 0 ? $"found no command '{first}', expected {List(commands)}{NearMiss.Suggest(first, commands)}"
                : $"{place}found '{first}', expected no further argument";
        }

        Argument? missing = command.Arguments.FirstOrDefault(argument =>
            argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 });
        if (missing is not null)
        {
            string arguments = string.Join(' ', command.Arguments.Select(argument => argument.Name));
            return $"{command.Name}: found no {missing.Name}, expected vectorlr {command.Name} {arguments}";
        }

        // The parser's messages may have several lines and tabs.
        return string.Join("; ", parsed.Errors.Select(error =>
            string.Join(' ', error.Message.TrimEnd('.').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
    }

    private static string List(string[] words) => words.Length == 1 ? words[0] : $"{string.Join(", ", words[..^1])} or {words[^1]}";
}
