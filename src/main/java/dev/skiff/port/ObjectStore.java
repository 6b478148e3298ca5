package dev.skiff.port;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.port.service.ResourceKind;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps templates and the like as objects, each by kind, namespace and name. Any number of processes may use it at once.
 *
 * <p>All methods throw {@link StoreException} when something cannot be read or written, or cannot be a name.
 */
public interface ObjectStore {

    /** Of a change to one object, with nobody else changing any. */
    @FunctionalInterface
    interface Edit extends UnaryOperator<@Nullable ObjectNode> {

        /**
         * @param present a copy of the object; null when there is none
         * @return what is to be kept; null for nothing. Whatever this throws leaves everything as it is
         */
        @Override
        @Nullable
        ObjectNode apply(@Nullable ObjectNode present);
    }

    /** All of a kind, by namespace and name; copies. */
    List<ObjectNode> list(ResourceKind kind);

    /** @param namespace empty for kinds without; a copy */
    Optional<ObjectNode> find(ResourceKind kind, String namespace, String name);

    /**
     * Changes an object. What is kept has a {@code metadata.resourceVersion} that is greater than all before it.
     *
     * @return what is kept
     */
    Optional<ObjectNode> edit(ResourceKind kind, String namespace, String name, Edit edit);

    /** Greater after each change than before it; cheap. */
    long version();
}
