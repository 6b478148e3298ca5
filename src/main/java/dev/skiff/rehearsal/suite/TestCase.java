package dev.skiff.rehearsal.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.skiff.model.AnyStringDeserializer;
import dev.skiff.rehearsal.Mock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One test.
 *
 * @param workflow another one than the file's
 * @param start what the clock shows at the beginning
 * @param expect without it the run has to succeed
 */
public record TestCase(
        String name,
        @Nullable String workflow,
        @Nullable String entrypoint,
        @Nullable Instant start,
        Map<String, JsonNode> parameters,
        List<Mock> mocks,
        List<Ask> requests,
        @Nullable Expected expect) {
    public TestCase {
        parameters = Lists.map(parameters);
        mocks = Lists.of(mocks);
        requests = Lists.of(requests);
    }

    /**
     * Something that a person asks of the run.
     *
     * @param at how long after the start
     * @param ask stop, terminate, suspend or resume
     * @param nodes which suspended nodes to resume or to stop, as {@code --node-field-selector} says it; all without it
     */
    public record Ask(
            @JsonDeserialize(using = AnyStringDeserializer.class)
            String at,

            String ask,
            @Nullable String nodes) {}
}
