package dev.skiff.port;

import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;

/**
 * Says where artifacts lie to whoever fetches and stores them elsewhere than in this process: in a pod. The same rules as for {@link Artifacts}
 * (ART-01, ART-07, ART-08); no Secret is read, only named.
 */
public interface ArtifactPlacing {

    /** Knows of no place. */
    ArtifactPlacing NOWHERE = new ArtifactPlacing() {
        @Override
        public Artifact input(RunContext run, Task task, Artifact artifact) throws ArtifactException {
            throw nowhere(artifact);
        }

        @Override
        public Output output(RunContext run, Task task, Artifact declared) throws ArtifactException {
            throw nowhere(declared);
        }

        @Override
        public Output log(RunContext run, Task task, String container) throws ArtifactException {
            throw new ArtifactException("the log of container " + container
                    + " cannot be archived: this process knows of no" + " artifact repository");
        }

        private static ArtifactException nowhere(Artifact artifact) {
            return new ArtifactException(
                    "artifact '" + artifact.name() + "' lies nowhere: this process knows of no artifact repository");
        }
    };

    /**
     * An output artifact.
     *
     * @param place the artifact with all that is needed to store it there
     * @param saved as the status will have it
     */
    record Output(Artifact place, Artifact saved) {}

    /**
     * @param artifact with a place, which may be a key alone
     * @return with all that is needed to fetch it
     * @throws ArtifactException when it lies where no other process gets, or nowhere
     */
    Artifact input(RunContext run, Task task, Artifact artifact) throws ArtifactException;

    /** @throws ArtifactException as {@link #input} */
    Output output(RunContext run, Task task, Artifact declared) throws ArtifactException;

    /**
     * The output of a container as artifact {@code <container>-logs} (ART-06).
     *
     * @throws ArtifactException as {@link #input}
     */
    Output log(RunContext run, Task task, String container) throws ArtifactException;
}
