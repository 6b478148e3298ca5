package dev.skiff.artifact;

import dev.skiff.port.ArtifactException;
import io.fabric8.kubernetes.api.model.SecretKeySelector;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values of the Secrets that artifacts name. */
@FunctionalInterface
public interface Secrets {

    /**
     * Empty when nothing is referred to, or the reference is optional and leads nowhere.
     *
     * @param field that has the reference, for messages
     * @throws ArtifactException when there is no such value
     */
    Optional<String> value(@Nullable SecretKeySelector reference, String field) throws ArtifactException;
}
