package dev.skiff.rehearsal.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.skiff.model.AnyStringDeserializer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What must have come of a run. Steps are named by their path, in which {@code *} is any text, or as {@code template:NAME}.
 *
 * @param phase of the workflow; Succeeded when it is not given; Running for one that waits for good
 * @param message of the workflow; {@code *} is any text
 * @param outputs global output parameters
 * @param ran how often
 * @param neverRan steps that must not have run
 * @param order each of them began when the one before had ended
 * @param parallel all of them were running at one time
 */
public record Expected(
        @Nullable String phase,
        @Nullable String message,

        @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
        String duration,

        Map<String, JsonNode> outputs,
        List<OfNode> nodes,
        List<Count> ran,
        List<String> neverRan,
        List<String> order,
        List<String> parallel) {
    public Expected {
        outputs = Lists.map(outputs);
        nodes = Lists.of(nodes);
        ran = Lists.of(ran);
        neverRan = Lists.of(neverRan);
        order = Lists.of(order);
        parallel = Lists.of(parallel);
    }

    static final Expected SUCCESS =
            new Expected(null, null, null, Map.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /**
     * What must be true of every node that fits; there must be one.
     *
     * @param node the path
     * @param message {@code *} is any text
     * @param outputs of parameters, by name
     * @param starts how long after the start of the run
     */
    public record OfNode(
            String node,
            @Nullable String phase,
            @Nullable String message,
            Map<String, JsonNode> inputs,
            Map<String, JsonNode> outputs,
            @Nullable JsonNode result,
            @Nullable Integer exitCode,

            @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
            String starts,

            @JsonDeserialize(using = AnyStringDeserializer.class) @Nullable
            String duration) {
        public OfNode {
            inputs = Lists.map(inputs);
            outputs = Lists.map(outputs);
        }
    }

    /**
     * @param times at least once when it is not given
     */
    public record Count(
            @Nullable String template,
            @Nullable String node,
            @Nullable Integer times) {}
}
