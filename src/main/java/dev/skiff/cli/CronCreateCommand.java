package dev.skiff.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skiff cron create}, as {@code argo cron create}. */
@Command(name = "create", description = "Keep the schedules in files; what is kept already is refused.")
final class CronCreateCommand extends KeptCreateCommand {

    @Mixin
    CronChanges changes = new CronChanges();

    CronCreateCommand(CommandContext context) {
        super(context);
    }

    @Override
    ObjectNode asAsked(ObjectNode object) {
        return changes.of(object, context);
    }
}
