using System.CommandLine;

namespace VectorLR.Cli.Commands;

/// <summary>vectorlr completion: prints a script that makes a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    // Each shell passes the command line to the tool, which prints the possible completions at the cursor.
    private const string Bash =
        """
        # Put this into ~/.bashrc: source <(vectorlr completion bash)
        _vectorlr() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$(vectorlr "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _vectorlr vectorlr
        """;

    private const string Zsh =
        """
        # Put this into ~/.zshrc, after compinit: source <(vectorlr completion zsh)
        _vectorlr() {
            local suggestions=("${(@f)$(vectorlr "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
            if [[ -n "$suggestions" ]]; then compadd -a suggestions; else _files; fi
        }
        compdef _vectorlr vectorlr
        """;

    private const string Fish =
        """
        # Put this into ~/.config/fish/config.fish: vectorlr completion fish | source
        complete -c vectorlr -a '(vectorlr "[suggest:"(commandline -C)"]" (commandline) 2>/dev/null)'
        """;

    private const string PowerShell =
        """
        # Put this into $PROFILE: vectorlr completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName vectorlr -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $line = $commandAst.ToString().PadRight($cursorPosition)
            vectorlr "[suggest:$cursorPosition]" $line 2>$null | Where-Object { $_.StartsWith($wordToComplete) } |
                ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        Argument<string> shell = new("SHELL") { Description = "The shell." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "powershell");
        Command command = new("completion", "Print a script that makes a shell complete the tool's commands and options.") { shell };
        command.SetAction(result => Console.Out.WriteLine(result.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            "fish" => Fish,
            _ => PowerShell,
        }));
        return command;
    }
}
