package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.ResourceTemplate;
import org.jspecify.annotations.Nullable;

/** When a resource step has succeeded or failed (RES-01, RES-02): failure is looked at first. */
record Conditions(@Nullable Selector success, @Nullable Selector failure) {

    static Conditions of(ResourceTemplate resource) throws ResourceFailed {
        return new Conditions(
                parse("success", resource.successCondition()), parse("fail", resource.failureCondition()));
    }

    private static @Nullable Selector parse(String which, @Nullable String text) throws ResourceFailed {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Selector.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ResourceFailed(which + " condition '" + text + "' failed to parse: " + e.getMessage());
        }
    }

    boolean none() {
        return success == null && failure == null;
    }

    /**
     * Whether there is nothing to wait for any more.
     *
     * @throws ResourceFailed when one of the failure conditions holds
     */
    boolean succeeded(JsonNode object) throws ResourceFailed {
        if (failure != null) {
            for (Selector.Requirement requirement : failure.requirements()) {
                if (requirement.matches(object)) {
                    throw new ResourceFailed("failure condition '" + requirement + "' evaluated true");
                }
            }
        }
        return success == null || success.requirements().stream().allMatch(r -> r.matches(object));
    }
}
