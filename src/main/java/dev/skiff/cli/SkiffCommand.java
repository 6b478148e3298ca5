package dev.skiff.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The top command. Exit codes, for every command below it: 0 done, 1 it failed, 2 it was called wrongly.
 *
 * <p>A new command is a class in this package and one entry in {@code subcommands}.
 */
@Command(
        name = "skiff",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        description = "Runs Argo Workflows YAML on a container engine, on a cluster, or as plain processes.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            SubmitCommand.class,
            ResumeCommand.class,
            RetryCommand.class,
            ResubmitCommand.class,
            StopCommand.class,
            TerminateCommand.class,
            SuspendCommand.class,
            NodeCommand.class,
            WatchCommand.class,
            WaitCommand.class,
            ListCommand.class,
            GetCommand.class,
            LogsCommand.class,
            DeleteCommand.class,
            CopyCommand.class,
            TemplateCommand.class,
            ClusterTemplateCommand.class,
            CronCommand.class,
            ArchiveCommand.class,
            AuthCommand.class,
            LintCommand.class,
            PlanCommand.class,
            TestCommand.class,
            ExplainCommand.class,
            DemoCommand.class,
            ServeCommand.class,
            VersionCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class SkiffCommand implements Runnable {

    @Spec
    CommandSpec spec;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show the stack trace of an unexpected failure.")
    boolean verbose;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }
}
