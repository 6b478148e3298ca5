package dev.skiff.pod;

import dev.skiff.model.Artifact;
import dev.skiff.model.ArtifactLocation;
import dev.skiff.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The artifacts that lie in the main container of a pod, or come to lie there. */
public final class PodArtifacts {

    private PodArtifacts() {}

    /** @param path absolute, without a trailing slash, {@code .} or {@code ..} */
    public record Placed(Artifact artifact, String path) {}

    /**
     * Those to be put in place before the pod's containers start; one that was optional and has no place to come from is left out (ART-05).
     *
     * @param problems gets a sentence for each path that cannot be one
     */
    public static List<Placed> inputs(Template template, Consumer<String> problems) {
        var inputs = template.inputs();
        List<Artifact> artifacts = inputs == null ? List.of() : inputs.artifacts();
        return placed(artifacts.stream().filter(a -> hasPlace(a.location())).toList(), "input", problems);
    }

    /** Those to be read when the main container has ended; {@code problems} as for {@link #inputs}. */
    public static List<Placed> outputs(Template template, Consumer<String> problems) {
        var outputs = template.outputs();
        return placed(outputs == null ? List.of() : outputs.artifacts(), "output", problems);
    }

    private static boolean hasPlace(ArtifactLocation location) {
        return location.s3() != null
                || location.raw() != null
                || location.http() != null
                || location.git() != null
                || location.artifactory() != null
                || location.gcs() != null
                || location.azure() != null
                || location.oss() != null
                || location.hdfs() != null
                || location.plugin() != null;
    }

    private static List<Placed> placed(List<Artifact> artifacts, String which, Consumer<String> problems) {
        List<Placed> placed = new ArrayList<>();
        for (Artifact artifact : artifacts) {
            String where = which + " artifact '" + artifact.name() + "'";
            String path = artifact.path();
            if (path == null || path.isEmpty()) {
                problems.accept(where + " has no path");
            } else {
                clean(path, where, problems).ifPresent(p -> placed.add(new Placed(artifact, p)));
            }
        }
        return placed;
    }

    /** ART-10. */
    private static Optional<String> clean(String path, String where, Consumer<String> problems) {
        List<String> names = new ArrayList<>();
        for (String name : path.split("/", -1)) {
            if (name.equals("..")) {
                problems.accept(where + ": its path '" + path + "' attempted to use a path containing '..'."
                        + " Directory traversal is not permitted");
                return Optional.empty();
            }
            if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        if (!path.startsWith("/") || names.isEmpty() || path.indexOf('\0') >= 0) {
            problems.accept(where + ": its path '" + path + "' must be absolute, and not the root directory");
            return Optional.empty();
        }
        return Optional.of("/" + String.join("/", names));
    }
}
