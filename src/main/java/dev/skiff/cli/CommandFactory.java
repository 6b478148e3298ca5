package dev.skiff.cli;

import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands with what they work with; everything else as picocli does. */
final class CommandFactory implements IFactory {
    private static final Map<Class<?>, Function<CommandContext, Object>> COMMANDS = Map.ofEntries(
            Map.entry(RunCommand.class, RunCommand::new),
            Map.entry(SubmitCommand.class, SubmitCommand::new),
            Map.entry(ResumeCommand.class, ResumeCommand::new),
            Map.entry(RetryCommand.class, RetryCommand::new),
            Map.entry(ResubmitCommand.class, ResubmitCommand::new),
            Map.entry(StopCommand.class, StopCommand::new),
            Map.entry(TerminateCommand.class, TerminateCommand::new),
            Map.entry(SuspendCommand.class, SuspendCommand::new),
            Map.entry(NodeCommand.class, NodeCommand::new),
            Map.entry(WatchCommand.class, WatchCommand::new),
            Map.entry(WaitCommand.class, WaitCommand::new),
            Map.entry(ListCommand.class, ListCommand::new),
            Map.entry(GetCommand.class, GetCommand::new),
            Map.entry(LogsCommand.class, LogsCommand::new),
            Map.entry(DeleteCommand.class, DeleteCommand::new),
            Map.entry(KeptListCommand.class, KeptListCommand::new),
            Map.entry(KeptGetCommand.class, KeptGetCommand::new),
            Map.entry(KeptCreateCommand.class, KeptCreateCommand::new),
            Map.entry(KeptUpdateCommand.class, KeptUpdateCommand::new),
            Map.entry(KeptDeleteCommand.class, KeptDeleteCommand::new),
            Map.entry(KeptLintCommand.class, KeptLintCommand::new),
            Map.entry(CronCreateCommand.class, CronCreateCommand::new),
            Map.entry(CronUpdateCommand.class, CronUpdateCommand::new),
            Map.entry(CronSuspendCommand.class, CronSuspendCommand::new),
            Map.entry(CronResumeCommand.class, CronResumeCommand::new),
            Map.entry(ArchiveListCommand.class, ArchiveListCommand::new),
            Map.entry(ArchiveGetCommand.class, ArchiveGetCommand::new),
            Map.entry(ArchiveDeleteCommand.class, ArchiveDeleteCommand::new),
            Map.entry(ArchiveRetryCommand.class, ArchiveRetryCommand::new),
            Map.entry(ArchiveResubmitCommand.class, ArchiveResubmitCommand::new),
            Map.entry(ArchiveListLabelKeysCommand.class, ArchiveListLabelKeysCommand::new),
            Map.entry(ArchiveListLabelValuesCommand.class, ArchiveListLabelValuesCommand::new),
            Map.entry(CopyCommand.class, CopyCommand::new),
            Map.entry(AuthTokenCommand.class, AuthTokenCommand::new),
            Map.entry(LintCommand.class, LintCommand::new),
            Map.entry(PlanCommand.class, PlanCommand::new),
            Map.entry(TestCommand.class, TestCommand::new),
            Map.entry(ExplainCommand.class, ExplainCommand::new),
            Map.entry(DemoCommand.class, DemoCommand::new),
            Map.entry(ServeCommand.class, ServeCommand::new),
            Map.entry(VersionCommand.class, VersionCommand::new));

    private final CommandContext context;

    CommandFactory(CommandContext context) {
        this.context = context;
    }

    @Override
    public <K> K create(Class<K> type) throws Exception {
        Function<CommandContext, Object> command = COMMANDS.get(type);
        return command == null ? CommandLine.defaultFactory().create(type) : type.cast(command.apply(context));
    }
}
