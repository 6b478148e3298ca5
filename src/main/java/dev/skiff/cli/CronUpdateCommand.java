package dev.skiff.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code skiff cron update}, as {@code argo cron update}. */
@Command(name = "update", description = "Put the schedules in files in the place of those that are kept.")
final class CronUpdateCommand extends KeptUpdateCommand {

    @Mixin
    CronChanges changes = new CronChanges();

    CronUpdateCommand(CommandContext context) {
        super(context);
    }

    @Override
    ObjectNode asAsked(ObjectNode object) {
        return changes.of(object, context);
    }
}
