package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ListQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which archived workflows a command is about. */
final class ArchiveChoice {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "UID", description = "Their uids; with --name their names.")
    List<String> words = List.of();

    @Option(names = "--name", description = "What is given are names.")
    boolean byName;

    @Option(names = "--uid", description = "What is given are uids, as is the case anyhow.")
    boolean byUid;

    @Option(
            names = {"-l", "--selector"},
            paramLabel = "SELECTOR",
            description = "Those with these labels instead.")
    @Nullable
    String labels;

    @Option(names = "--field-selector", paramLabel = "SELECTOR", description = "Those with these fields instead.")
    @Nullable
    String fields;

    /** Whole ones. */
    List<JsonNode> of(Served served) throws InterruptedException {
        boolean selected = labels != null || fields != null;
        if (words.isEmpty() != selected) {
            throw calledWrongly("give the uids, or choose the workflows with -l or --field-selector");
        }
        Archived archived = new Archived(served);
        if (!selected) {
            return archived.found(words, byName);
        }
        List<String> uids = new ArrayList<>();
        archived.each(
                ListQuery.ALL.withLabels(labels == null ? "" : labels).withFields(fields == null ? "" : fields),
                0,
                one -> uids.add(one.at("/metadata/uid").asText()));
        return archived.found(uids, false);
    }

    /** Asks for each of them, where it was, and follows what comes of it. @return the worst exit code */
    int each(CommandContext context, PlaceOptions place, ShowOptions show, FollowOptions follow, ServedAgain.Act act)
            throws InterruptedException {
        int code = 0;
        try (Served served = place.open(context)) {
            for (JsonNode one : of(served)) {
                ServedAgain again = new ServedAgain(served.in(ServedWorkflow.namespace(one)), show, follow);
                code = Math.max(code, again.each(List.of(one.at("/metadata/uid").asText()), act));
            }
        }
        return code;
    }

    ParameterException calledWrongly(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
