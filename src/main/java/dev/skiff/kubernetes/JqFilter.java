package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import net.thisptr.jackson.jq.BuiltinFunctionLoader;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/** {@code valueFrom.jqFilter} (OUT-16): results one below the other, texts as they are. */
final class JqFilter {
    private static final int LIMIT = 1 << 20;

    private JqFilter() {}

    /** @throws ResourceFailed when the filter cannot be read or applied */
    static String apply(String filter, JsonNode object) throws ResourceFailed {
        StringBuilder out = new StringBuilder();
        try {
            Scope scope = Scope.newEmptyScope();
            BuiltinFunctionLoader.getInstance().loadFunctions(Versions.JQ_1_6, scope);
            JsonQuery.compile(filter, Versions.JQ_1_6).apply(scope, object, value -> {
                out.append(value.isTextual() ? value.textValue() : value.toString())
                        .append('\n');
                if (out.length() > LIMIT) {
                    throw new JsonQueryException("the result is larger than " + LIMIT + " characters");
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new JsonQueryException("the step was stopped");
                }
            });
        } catch (JsonQueryException | StackOverflowError e) {
            String why = e.getMessage() == null ? "it calls itself without end" : e.getMessage();
            throw new ResourceFailed("jqFilter '" + filter + "': " + why);
        }
        return out.toString().strip();
    }
}
