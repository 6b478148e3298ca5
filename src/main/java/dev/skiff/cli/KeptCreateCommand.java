package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import picocli.CommandLine.Command;

/** {@code skiff template create} and its like. */
@Command(name = "create", description = "Keep what is in files; what is kept already is refused.")
class KeptCreateCommand extends KeptWriteCommand {

    KeptCreateCommand(CommandContext context) {
        super(context, "created");
    }

    @Override
    final JsonNode written(Served served, ResourceKind kind, String at, ObjectNode object) throws InterruptedException {
        return served.session().create(kind, at, object, false);
    }
}
