package dev.skiff.kubernetes.service;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.Workflow;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.service.Download;
import dev.skiff.port.service.ServiceException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gets what lies at the places of artifacts, with nobody's rights but those that the caller can read. */
@FunctionalInterface
public interface Depot {

    /** What the caller may read in the workflow's namespace. A refusal is a {@link ServiceException}. */
    interface Readable {

        /** The value of a key of a Secret; empty when there is none. */
        Optional<String> secret(String name, String key) throws InterruptedException;

        /** Empty when there is none. */
        Optional<ConfigMap> configMap(String name) throws InterruptedException;
    }

    /**
     * An artifact as a status has it.
     *
     * @param archiveLocation of the template that made it; null when it has none
     * @param repository that the run has found to be its own; null when the status does not say it
     */
    record Wanted(
            Workflow workflow,
            @Nullable ArtifactLocation archiveLocation,
            @Nullable ArtifactRepository repository,
            Artifact artifact) {}

    /**
     * Fetches it as it lies there, packed or not.
     *
     * @throws ArtifactException when it cannot be had; also {@link ArtifactException#isNotFound}
     * @throws ServiceException when it is of a kind that is not given out
     */
    Download fetch(Wanted wanted, Readable readable) throws ArtifactException, InterruptedException;
}
