package dev.skiff.port;

import dev.skiff.engine.Task;
import dev.skiff.engine.TaskState.OutputArtifact;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.port.service.Download;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where artifacts lie. One object serves all runs of the process, from any thread.
 *
 * <p>A place that says only a key (an {@code s3} without endpoint or bucket, say) lies in the template's {@code archiveLocation}, or else in
 * the run's repository (ART-07, ART-08), which is a directory of this machine unless something else is configured. Secrets are those of
 * the run.
 */
public interface Artifacts {

    /** What was at an artifact's place. It may be read more than once. */
    interface Fetched extends FileTree, AutoCloseable {

        /** Forgets the content. */
        @Override
        void close();
    }

    /** Writes the combined output of a container. */
    @FunctionalInterface
    interface Log {
        void writeTo(OutputStream to) throws IOException;
    }

    /**
     * Fetches an input artifact, unpacked (ART-03, ART-04) and with its {@code mode} (ART-11). The key is taken as it is: a {@code subPath}
     * has become part of it before.
     *
     * @param task whose template may have an {@code archiveLocation}
     * @param artifact with a place
     * @return empty when the artifact is optional and not there (ART-05)
     * @throws ArtifactException when it cannot be had, or is not what an archive should be
     */
    Optional<Fetched> load(RunContext run, Task task, Artifact artifact) throws ArtifactException;

    /**
     * Stores an output artifact. Without a place of its own it gets the key {@code <key format>/<name>.tgz}, {@code .zip}, or the base name of
     * its path when it is not archived (ART-01). Storing it again replaces it.
     *
     * @param declared as the template has it, with its path
     * @return {@code Saved} with the declared artifact and its place: a key alone ({@code s3: {key}} in the default directory) when it lies
     *     in the template's or the run's repository; or {@code Unsaved}
     * @throws IOException when {@code content} throws it
     */
    OutputArtifact save(RunContext run, Task task, Artifact declared, FileTree content) throws IOException;

    /**
     * Stores the output of a container as artifact {@code <container>-logs} under {@code <key format>/<container>.log}, not archived (ART-06).
     *
     * @throws IOException when {@code log} throws it
     */
    OutputArtifact saveLog(RunContext run, Task task, String container, Log log) throws IOException;

    /**
     * The keys below the artifact's place, relative to it, in the store's order (RES-09).
     *
     * @throws ArtifactException when they cannot be had, or the kind of store has no keys
     */
    List<String> list(RunContext run, Task task, Artifact artifact) throws ArtifactException;

    /**
     * Opens what is at an artifact's place, as it lies there: an archive is not unpacked. A directory comes as {@code .tgz}.
     *
     * @param archiveLocation of the template that made it, if it has one
     * @throws ArtifactException when it cannot be had
     */
    Download open(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact)
            throws ArtifactException;

    /**
     * Deletes what is at an artifact's place; nothing being there is no error.
     *
     * @param archiveLocation of the template that made it, if it has one
     */
    void delete(RunContext run, @Nullable ArtifactLocation archiveLocation, Artifact artifact) throws ArtifactException;

    /**
     * Deletes what a run has left in the default directory. Other repositories are not touched.
     *
     * @param run the workflow's name
     */
    void deleteAll(String run) throws ArtifactException;
}
