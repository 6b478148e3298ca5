package dev.skiff.pod;

import io.fabric8.kubernetes.api.model.ObjectFieldSelector;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where the values of a pod's environment and files come from.
 *
 * @param place what does not support something, for messages: {@code Docker}
 * @param problems gets a sentence for each value that cannot be had; may throw to stop at the first
 */
public record PodSources(ObjectContents objects, PodFields fields, String place, Consumer<String> problems) {

    /** The value of a downward API field; empty with a problem. */
    Optional<String> field(ObjectFieldSelector selector, String where) {
        String path = selector.getFieldPath() == null ? "" : selector.getFieldPath();
        Optional<String> value = fields.value(path);
        if (value.isEmpty()) {
            problems.accept(
                    where + ": the field \"" + path + "\" is not known on " + place + "; known are " + fields.known());
        }
        return value;
    }
}
