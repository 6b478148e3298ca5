package dev.skiff.artifact;

import dev.skiff.engine.Task;
import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.ArtifactPlacing;
import dev.skiff.port.RunContext;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

/** Places of artifacts for processes elsewhere: everything but the directory of this machine. */
public final class SharedPlaces implements ArtifactPlacing {
    private final Places places;

    private SharedPlaces(Repositories repositories) {
        this.places = new Places(repositories);
    }

    /** @param configuration see {@link Repositories}; need not be there */
    public static SharedPlaces of(Path configuration) {
        return new SharedPlaces(new Repositories(configuration));
    }

    /** @param usual the repository of all runs that name no other, asked each time: Argo's key {@code artifactRepository} */
    public static SharedPlaces of(Supplier<Optional<ArtifactRepository>> usual) {
        return new SharedPlaces(new Repositories(usual));
    }

    @Override
    public Artifact input(RunContext run, Task task, Artifact artifact) throws ArtifactException {
        try {
            return at(places.of(run, task.template().archiveLocation(), artifact), artifact);
        } catch (ArtifactException e) {
            throw new ArtifactException("artifact '" + artifact.name() + "' cannot be loaded: " + e.getMessage());
        }
    }

    @Override
    public Output output(RunContext run, Task task, Artifact declared) throws ArtifactException {
        return output(run, task, declared, Packer.of(declared).fileName(declared));
    }

    @Override
    public Output log(RunContext run, Task task, String container) throws ArtifactException {
        Artifact log = Artifact.builder().name(container + "-logs").build();
        return output(run, task, log, container + ".log");
    }

    private Output output(RunContext run, Task task, Artifact declared, String fileName) throws ArtifactException {
        try {
            Places.Output output = places.output(run, task, declared, fileName);
            return new Output(at(output.place(), declared), output.saved());
        } catch (ArtifactException e) {
            throw new ArtifactException("artifact '" + declared.name() + "' cannot be saved: " + e.getMessage());
        }
    }

    private static Artifact at(Place place, Artifact artifact) throws ArtifactException {
        var whole = artifact.toBuilder()
                .s3(null)
                .http(null)
                .git(null)
                .artifactory(null)
                .raw(null);
        return switch (place) {
            case Place.InS3 in -> whole.s3(in.where()).build();
            case Place.AtUrl at -> whole.http(at.where()).build();
            case Place.InArtifactory in -> whole.artifactory(in.where()).build();
            case Place.InGit in -> whole.git(in.where()).build();
            case Place.Raw raw -> whole.raw(raw.text()).build();
            case Place.InDirectory _ ->
                throw new ArtifactException(
                        "no artifact repository is configured, and a pod does not see a directory of"
                                + " the controller: name one in the ConfigMap 'artifact-repositories', in the controller's"
                                + " configuration (artifactRepository), or give the artifact a place of its own");
        };
    }
}
