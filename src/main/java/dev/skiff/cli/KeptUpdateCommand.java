package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import picocli.CommandLine.Command;

/** {@code skiff template update} and its like. */
@Command(name = "update", description = "Put what is in files in the place of what is kept.")
class KeptUpdateCommand extends KeptWriteCommand {

    KeptUpdateCommand(CommandContext context) {
        super(context, "updated");
    }

    @Override
    final JsonNode written(Served served, ResourceKind kind, String at, ObjectNode object) throws InterruptedException {
        return served.session().replace(kind, at, ServedWorkflow.name(object), object);
    }
}
