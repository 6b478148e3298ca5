package dev.skiff.cli;

import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the commands with what they work with; everything else as picocli does. */
final class CommandFactory implements IFactory {
    private static final Map<Class<?>, Function<CommandContext, Object>> COMMANDS = Map.of(
            RunCommand.class, RunCommand::new,
            ResumeCommand.class, ResumeCommand::new,
            ListCommand.class, ListCommand::new,
            GetCommand.class, GetCommand::new,
            LogsCommand.class, LogsCommand::new,
            DeleteCommand.class, DeleteCommand::new,
            LintCommand.class, LintCommand::new,
            DemoCommand.class, DemoCommand::new,
            VersionCommand.class, VersionCommand::new);

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
